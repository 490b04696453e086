/** What the stages on a pair of file systems look at. */
import { block, refuseWith, statusWords, type StatusReading, type TaskContext, parseStage } from "@dr/adapter-kit";
import type { FileSystemFacts, ReplicationFacts } from "../api/efs-client.ts";
import { secondsBetween } from "../seconds-between.ts";
import type { StorageClients } from "../storage-client.ts";
import { idOf, otherRegion } from "../written.ts";
import type { EfsConfig, PairResources } from "./input.ts";

/** The context of all stages. */
export type EfsContext = TaskContext<StorageClients, PairResources, EfsConfig>;

/** A pair. What of the source nobody asked for is null. */
export interface PairFacts {
  readonly source: string;
  readonly destination: string;
  readonly from: FileSystemFacts | null;
  readonly to: FileSystemFacts | null;
  /** As the destination's Region tells it, else (both ends asked) the source's. */
  readonly replication: ReplicationFacts | null;
  /** The source's Region still knows of a replication that the destination's has given up: nothing is copied by it. */
  readonly isStale: boolean;
  readonly now: string;
  readonly secondsSinceIntent: number;
}

/** An unplanned execution leaves a Region that is lost: nothing is asked of it. */
export function isLost({ mode, executionType }: Pick<EfsContext, "mode" | "executionType">): boolean {
  return mode === "unplanned" && executionType !== "drill";
}

/** The pair of a target, by its destination. */
function pairOf({ clients, resources }: EfsContext, target: string): { readonly source: string; readonly destination: string } {
  const { name } = parseStage(target);
  const found = resources.fileSystems.find(({ destination }) => idOf(destination) === name);
  if (!found) throw refuseWith(block("storage.no_such_pair", `${name} is the destination of none of the task's file systems`));
  const places = { source: clients.place(resources.sourceRegion).region, destination: resources.destinationRegion };
  for (const end of ["source", "destination"] as const) {
    const elsewhere = otherRegion(found[end], places[end], `${end}Region`);
    if (elsewhere) throw refuseWith(elsewhere);
  }
  return { source: idOf(found.source), destination: name };
}

/** Reads it. The replication is told in the destination's Region, which survives; the source is asked where both sides are needed. */
export async function readPair(context: EfsContext, target: string, ends: "destination" | "both"): Promise<PairFacts> {
  const { clients, resources } = context;
  const pair = pairOf(context, target);
  const there = clients.efs(resources.destinationRegion);
  const replication = await there.replication(pair.destination);
  const here = ends === "both" ? clients.efs(resources.sourceRegion) : null;
  const known = here === null ? null : await here.replication(pair.source);
  const isStale = known !== null && (replication === null || known.source !== replication.source);
  return {
    ...pair,
    from: here === null ? null : await here.fileSystem(pair.source),
    to: await there.fileSystem(pair.destination),
    replication,
    isStale: isStale && known.source === pair.source && known.destination === pair.destination,
    now: context.now,
    secondsSinceIntent: context.secondsSince(context.intentAt),
  };
}

/** Seconds since what was replicated last; null: nothing was, or nobody knows. */
export function lagSeconds({ replication, now }: Pick<PairFacts, "replication" | "now">): number | null {
  const at = replication?.lastReplicatedAt ?? null;
  return at === null ? null : secondsBetween(at, now);
}

const words = statusWords({
  code: "storage.replication_unusable",
  // What an error or a pause means depends on what is wanted: `fit` says so.
  serving: ["none", "enabled", "error", "paused"],
  passing: ["enabling", "deleting", "pausing"],
  lasting: [],
});

/** The replication's own word. */
export function statusOfPair({ replication }: PairFacts): StatusReading {
  return words(replication?.status ?? "none");
}

/** In words. */
export function describePair({ source, destination, replication, to, isStale, ...rest }: PairFacts): string {
  const lag = lagSeconds({ replication, ...rest });
  const told =
    replication === null
      ? `not replicated${isStale ? ` (${source} still holds the configuration of a replication that was given up)` : ""}`
      : `${replication.status} from ${replication.source}, ${lag === null ? "age unknown" : `${lag} s old`}`;
  return `${source} to ${destination}: ${told}; ${destination} is ${to?.state ?? "missing"}, overwrite protection ${to?.protection ?? "unknown"}`;
}

/** A pair that is replicated as always. */
export function isForward({ replication, source, destination }: Pick<PairFacts, "replication" | "source" | "destination">): boolean {
  return replication?.source === source && replication.destination === destination;
}

/** A pair that is replicated the other way. */
export function isReverse({ replication, source, destination }: Pick<PairFacts, "replication" | "source" | "destination">): boolean {
  return replication?.source === destination && replication.destination === source;
}
