/** What a stage of a failback looks at: the relationship that was broken, and the one back. */
import { type StatusReading, parseStage } from "@dr/adapter-kit";
import type { MirrorFacts, SvmFacts, TransferFacts, VolumeFacts } from "../api/facts.ts";
import { statusOfMirror } from "../failover/facts.ts";
import { isSameCluster } from "../fsx.ts";
import type { FailbackConfig } from "../input.ts";
import { clusterPort, findMirror, identitiesOf, pathOf, type OntapContext } from "../mirrors.ts";

/** The context of a failback. */
export type FailbackContext = OntapContext<FailbackConfig>;

/** `mirror`: source to destination as always; `reverse`: the way back, null while there is none. */
export interface FailbackFacts {
  readonly mirror: MirrorFacts;
  readonly reverse: MirrorFacts | null;
  /** The source's volume, or those of a group. */
  readonly volumes: readonly VolumeFacts[];
  /** Virtual machines at both ends, where the whole of them is mirrored. */
  readonly sourceSvm: SvmFacts | null;
  readonly destinationSvm: SvmFacts | null;
  readonly transfers: readonly TransferFacts[];
  readonly secondsSinceIntent: number;
}

/** Reads them: the mirror at the destination's cluster, the way back at the source's. */
export async function readFailback(context: FailbackContext, target: string, transfers = false): Promise<FailbackFacts> {
  const { sourceCluster, destinationCluster } = context.resources;
  const mirror = await findMirror(context, parseStage(target).name);
  const isWhole = mirror.destination.volume === "";
  const port = await clusterPort(context, sourceCluster);
  const found = await port.mirrorsTo(pathOf(mirror.source));
  const reverse =
    found.find(
      ({ source }) =>
        source.cluster !== null && isSameCluster(source.cluster, destinationCluster) && pathOf(source) === pathOf(mirror.destination),
    ) ?? null;
  return {
    mirror,
    reverse,
    volumes: await port.volumes(mirror.source.svm, mirror.members.source),
    sourceSvm: isWhole ? await port.svm(mirror.source.svm) : null,
    destinationSvm: isWhole ? await (await clusterPort(context, destinationCluster)).svm(mirror.destination.svm) : null,
    transfers: transfers && reverse ? await port.transfers(reverse.uuid) : [],
    secondsSinceIntent: context.secondsSince(context.intentAt),
  };
}

/** In words. */
export function describeFailback({ mirror, reverse, volumes }: FailbackFacts): string {
  const back = reverse
    ? `${reverse.state}${reverse.transferring ? ", transferring" : ""}, lag ${reverse.lagSeconds ?? "unknown"} s`
    : "missing";
  const types = [...new Set(volumes.map(({ type }) => type))].join(", ");
  return `${pathOf(mirror.source)} is ${types === "" ? "missing" : types}; the way back is ${back}; the mirror is ${mirror.state}`;
}

/** Claims the volumes at both ends. */
export function identityOfFailback({ before }: { readonly before: FailbackFacts }): readonly string[] {
  return identitiesOf(before.mirror);
}

/** Both mirrors have to rest. */
export function statusOfBoth({ mirror, reverse }: FailbackFacts): StatusReading {
  // One that was just made is not initialised, and rests unless something is transferred.
  const back = reverse && (reverse.state !== "uninitialized" || reverse.transferring) ? statusOfMirror({ mirror: reverse }) : undefined;
  return back && back.meaning !== "serving" ? back : statusOfMirror({ mirror });
}
