/**
 * Says on a file system that clients are led to it from now on, before it is let go. EFS does not tell which of two file systems is the one that is
 * written; without the mark a new execution could replicate over it what it replaced.
 */
import { block, NO_DATA, type Finding } from "@dr/adapter-kit";
import type { FileSystemFacts } from "../api/efs-client.ts";
import { effects } from "../transitions.ts";
import { describePair, isForward, isLost, isReverse, readPair, type EfsContext, type PairFacts } from "./facts.ts";

type Side = "source" | "destination";
interface WantedMark {
  /** Null: it is no copy of the other side, so that letting it go leads nobody here. */
  readonly since: string | null;
}

const sideOf = (side: Side, { from, to }: PairFacts): FileSystemFacts | null => (side === "source" ? from : to);

/** Marks one side. */
export function markActive(side: Side) {
  return effects({
    settleSeconds: 20,
    expectedSeconds: 5,
    read: (context: EfsContext, target, _wanted: WantedMark | undefined) =>
      readPair(context, target, side === "source" || !isLost(context) ? "both" : "destination"),
    want: (facts, { now }): WantedMark => ({ since: (side === "source" ? isReverse(facts) : isForward(facts)) ? now : null }),
    reached: (facts, { since }) => since === null || (sideOf(side, facts)?.activeSince ?? "") >= since,
    act: async ({ clients, resources }, _target, { before, wanted }) => {
      const region = side === "source" ? resources.sourceRegion : resources.destinationRegion;
      await clients.efs(region).markActive(before[side], wanted.since ?? "");
      return null;
    },
    describe: describePair,
    evidence: (facts) => ({
      after: { activeSince: sideOf(side, facts)?.activeSince ?? null },
      externalIds: { fileSystem: facts[side] },
      rpo: NO_DATA,
    }),
  });
}

/** What would be replicated over must not be the side that is written, unless the plan says that it may. */
export function fitActive(overwritten: Side, facts: PairFacts, { config }: EfsContext): readonly Finding[] {
  const other = overwritten === "source" ? "destination" : "source";
  const since = sideOf(overwritten, facts)?.activeSince ?? null;
  if (facts.replication !== null || config.overwriteActive === true || since === null) return [];
  if (since <= (sideOf(other, facts)?.activeSince ?? "")) return [];
  const message = `${facts[overwritten]} is the one that is written since ${since}: replicating ${facts[other]} over it would lose that. configure_replication protects it; to lose it say config.overwriteActive`;
  return [block("storage.is_active", message, { fileSystem: facts[overwritten], activeSince: since })];
}
