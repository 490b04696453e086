/** What a stage of a failover looks at. */
import { statusWords, type StatusReading, parseStage } from "@dr/adapter-kit";
import type { DnsFacts, MirrorFacts, NodeFacts, TransferFacts, VolumeFacts } from "../api/facts.ts";
import type { FailoverConfig } from "../input.ts";
import { clusterPort, findMirror, type OntapContext } from "../mirrors.ts";

/** The context of a failover. */
export type FailoverContext = OntapContext<FailoverConfig>;

/** Mirror and volume as the destination tells them; `secondsSinceIntent` measures how long the stage took. */
export interface FailoverFacts {
  readonly cluster: string;
  readonly mirror: MirrorFacts;
  readonly volume: VolumeFacts | null;
  readonly nodes: readonly NodeFacts[];
  readonly transfers: readonly TransferFacts[];
  readonly clone: VolumeFacts | null;
  readonly dns: DnsFacts | null;
  readonly secondsSinceIntent: number;
}

/** What of it a stage wants to know beside mirror and volume; nodes are asked before the act alone. */
export interface Wants {
  readonly transfers?: true;
  readonly dns?: true;
  readonly cloneName?: string | undefined;
}

/** Reads the facts. */
export async function readFailover(
  context: FailoverContext,
  target: string,
  before: boolean,
  { transfers, dns, cloneName }: Wants = {},
): Promise<FailoverFacts> {
  const cluster = context.resources.destinationCluster;
  const mirror = await findMirror(context, parseStage(target).name);
  const port = await clusterPort(context, cluster);
  const { svm, volume } = mirror.destination;
  return {
    cluster,
    mirror,
    volume: await port.volume(svm, volume),
    nodes: before ? await port.nodes() : [],
    transfers: transfers ? await port.transfers(mirror.uuid) : [],
    clone: cloneName === undefined ? null : await port.volume(svm, cloneName),
    dns: dns ? await port.dns(svm) : null,
    secondsSinceIntent: context.secondsSince(context.intentAt),
  };
}

/** In words. */
export function describeFailover({ mirror, volume }: FailoverFacts): string {
  const { svm, volume: name } = mirror.destination;
  const lag = mirror.lagSeconds === null ? "unknown" : `${mirror.lagSeconds} s`;
  return `${svm}:${name} is ${mirror.state}${mirror.transferring ? ", transferring" : ""}, lag ${lag}, volume ${volume?.type ?? "missing"}${volume?.path ? ` at ${volume.path}` : ""}`;
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
