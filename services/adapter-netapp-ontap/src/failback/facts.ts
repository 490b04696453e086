/** What a stage of a failback looks at: the relationship that was broken, and the one back. */
import { type StatusReading, parseStage } from "@dr/adapter-kit";
import type { MirrorFacts, TransferFacts, VolumeFacts } from "../api/facts.ts";
import { statusOfMirror } from "../failover/facts.ts";
import type { FailbackConfig } from "../input.ts";
import { clusterPort, findMirror, pathOf, type OntapContext } from "../mirrors.ts";

/** The context of a failback. */
export type FailbackContext = OntapContext<FailbackConfig>;

/** `mirror`: source to destination as always; `reverse`: the way back, null while there is none. */
export interface FailbackFacts {
  readonly mirror: MirrorFacts;
  readonly reverse: MirrorFacts | null;
  readonly volume: VolumeFacts | null;
  readonly transfers: readonly TransferFacts[];
  readonly secondsSinceIntent: number;
}

/** Reads them: the mirror at the destination's cluster, the way back at the source's. */
export async function readFailback(context: FailbackContext, target: string, transfers = false): Promise<FailbackFacts> {
  const { sourceCluster, destinationCluster } = context.resources;
  const mirror = await findMirror(context, parseStage(target).name);
  const port = await clusterPort(context, sourceCluster);
  const found = await port.mirrorsTo(pathOf(mirror.source));
  const reverse =
    found.find(({ source }) => source.cluster === destinationCluster && pathOf(source) === pathOf(mirror.destination)) ?? null;
  return {
    mirror,
    reverse,
    volume: await port.volume(mirror.source.svm, mirror.source.volume),
    transfers: transfers && reverse ? await port.transfers(reverse.uuid) : [],
    secondsSinceIntent: context.secondsSince(context.intentAt),
  };
}

/** In words. */
export function describeFailback({ mirror, reverse, volume }: FailbackFacts): string {
  const back = reverse
    ? `${reverse.state}${reverse.transferring ? ", transferring" : ""}, lag ${reverse.lagSeconds ?? "unknown"} s`
    : "missing";
  return `${pathOf(mirror.source)} is ${volume?.type ?? "missing"}; the way back is ${back}; the mirror is ${mirror.state}`;
}

/** Both mirrors have to rest. */
export function statusOfBoth({ mirror, reverse }: FailbackFacts): StatusReading {
  // One that was just made is not initialised, and rests unless something is transferred.
  const back = reverse && (reverse.state !== "uninitialized" || reverse.transferring) ? statusOfMirror({ mirror: reverse }) : undefined;
  return back && back.meaning !== "serving" ? back : statusOfMirror({ mirror });
}
