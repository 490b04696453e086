/** What a stage of a failover looks at. */
import { statusWords, type StatusReading, parseStage } from "@dr/adapter-kit";
import type { DnsFacts, MirrorFacts, NodeFacts, SvmFacts, TransferFacts, VolumeFacts } from "../api/facts.ts";
import type { FailoverConfig } from "../input.ts";
import { clusterPort, findMirror, identitiesOf, pathOf, type OntapContext } from "../mirrors.ts";

/** The context of a failover. */
export type FailoverContext = OntapContext<FailoverConfig>;

/** Mirror and volumes as the destination tells them; `secondsSinceIntent` measures how long the stage took. */
export interface FailoverFacts {
  readonly cluster: string;
  readonly mirror: MirrorFacts;
  /** The volume, or those of a group, that are there. */
  readonly volumes: readonly VolumeFacts[];
  readonly nodes: readonly NodeFacts[];
  readonly transfers: readonly TransferFacts[];
  readonly dns: DnsFacts | null;
  /** Virtual machine at the destination; at the source, where that was asked for and it is not lost. */
  readonly svm: SvmFacts | null;
  readonly sourceSvm: SvmFacts | null;
  readonly secondsSinceIntent: number;
}

/** What of it a stage wants to know beside mirror and volumes; nodes are asked before the act alone. */
export interface Wants {
  readonly transfers?: true;
  readonly dns?: true;
  readonly svm?: true;
  readonly sourceSvm?: boolean;
}

/** Reads the facts. */
export async function readFailover(
  context: FailoverContext,
  target: string,
  before: boolean,
  { transfers, dns, svm: ownSvm, sourceSvm }: Wants = {},
): Promise<FailoverFacts> {
  const { sourceCluster, destinationCluster: cluster } = context.resources;
  const mirror = await findMirror(context, parseStage(target).name);
  const port = await clusterPort(context, cluster);
  const { svm } = mirror.destination;
  return {
    cluster,
    mirror,
    volumes: await port.volumes(svm, mirror.members.destination),
    nodes: before ? await port.nodes() : [],
    transfers: transfers ? await port.transfers(mirror.uuid) : [],
    dns: dns ? await port.dns(svm) : null,
    svm: ownSvm ? await port.svm(svm) : null,
    sourceSvm: sourceSvm === true ? await (await clusterPort(context, sourceCluster)).svm(mirror.source.svm) : null,
    secondsSinceIntent: context.secondsSince(context.intentAt),
  };
}

/** Whether the source is given up: then nothing is asked of it. */
export function isLost({ mode, executionType }: Pick<FailoverContext, "mode" | "executionType">): boolean {
  return mode === "unplanned" && executionType !== "drill";
}

/** Claims the volumes of the mirror. A drill's clones are things of their own: they stand in nobody's way. */
export function identityOfChange({ before, wanted }: { readonly before: FailoverFacts; readonly wanted: unknown }): readonly string[] {
  return typeof wanted === "object" && wanted !== null && "clones" in wanted ? [] : identitiesOf(before.mirror);
}

/** In words. */
export function describeFailover({ mirror, volumes }: FailoverFacts): string {
  const lag = mirror.lagSeconds === null ? "unknown" : `${mirror.lagSeconds} s`;
  const [only, ...others] = volumes;
  const types = [...new Set(volumes.map(({ type }) => type))].join(", ");
  const what = only === undefined ? "volume missing" : `${others.length > 0 ? `${volumes.length} volumes` : "volume"} ${types}`;
  const place = only?.path && others.length === 0 ? ` at ${only.path}` : "";
  return `${pathOf(mirror.destination)} is ${mirror.state}${mirror.transferring ? ", transferring" : ""}, lag ${lag}, ${what}${place}`;
}

const mirrorWords = statusWords({
  code: "ontap.unusable",
  serving: ["snapmirrored", "in_sync", "paused", "broken_off", "out_of_sync"],
  passing: ["synchronizing", "expanding", "shrinking"],
  lasting: [],
});

/** The mirror's state as a word; a transfer passes. */
export function statusOfMirror({ mirror }: Pick<FailoverFacts, "mirror">): StatusReading {
  if (mirror.transferring) return { word: "transferring", meaning: "passing", code: "ontap.unusable" };
  return mirrorWords(mirror.state);
}

/** Whether all volumes of the mirror are there and can be written. */
export function areWritable(names: readonly string[], volumes: readonly VolumeFacts[]): boolean {
  return names.length > 0 && names.every((name) => volumes.some((volume) => volume.name === name && volume.type === "rw"));
}
