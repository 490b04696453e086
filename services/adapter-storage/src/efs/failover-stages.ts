/** The stages of a failover: everything has arrived, then the destination is let go. */
import { block, wait, warn, NO_DATA, type Evidence, type Finding } from "@dr/adapter-kit";
import { effects } from "../transitions.ts";
import { describePair, isForward, isLost, lagSeconds, readPair, statusOfPair, type EfsContext, type PairFacts } from "./facts.ts";

/** Since when it has to have everything; null: as it is. */
interface WantedDrain {
  readonly after: string | null;
}

function fitPair(facts: PairFacts, context: EfsContext): readonly Finding[] {
  const { source, destination, to, replication } = facts;
  const lost = isLost(context);
  if (to === null)
    return [block("storage.no_file_system", `${destination} is not in ${context.resources.destinationRegion}`, { destination })];
  const targets =
    to.mountTargets === 0 && context.config.requireMountTargets !== false
      ? [
          block("storage.no_mount_targets", `${destination} has no mount targets: clients could not reach it; make them first`, {
            destination,
          }),
        ]
      : [];
  if (replication === null) {
    // A rehearsal has to find it out; where it counts it may have been let go by hand.
    const tell = context.executionType === "drill" ? block : warn;
    const message = `nothing is replicated to ${destination}: it was let go before, or never was a copy of ${source}; configure_replication makes it one`;
    return [...targets, tell("storage.not_replicated", message, { destination })];
  }
  if (!isForward(facts)) {
    const message = `${replication.source} is replicated to ${replication.destination}, not ${source} to ${destination}: mend the pair`;
    return [block("storage.other_source", message, { source: replication.source, destination: replication.destination })];
  }
  const odd = ["ERROR", "PAUSED"].includes(replication.status)
    ? [
        (lost ? warn : block)("storage.replication_stopped", `replication to ${destination} is ${replication.status}: mend it first`, {
          status: replication.status,
        }),
      ]
    : [];
  return [...targets, ...odd];
}

/** The gate, once: what grows afterwards is the time since the copy, not what is lost with a source that is gone. */
const fitDrain = (facts: PairFacts, context: EfsContext): readonly Finding[] => {
  const found = fitPair(facts, context);
  return facts.replication === null || !isForward(facts) ? found : [...found, ...fitLag(facts, context)];
};

/** The age of the copy against the plan's limit. Planned it is waited for, and unknown is no pass; unplanned more is refused, and unknown is said. */
function fitLag(facts: Pick<PairFacts, "replication" | "now" | "destination">, context: EfsContext): readonly Finding[] {
  const limitSeconds = context.config.replicationLagThreshold;
  if (limitSeconds === undefined) return [];
  const seconds = lagSeconds(facts);
  const lost = isLost(context);
  if (seconds === null) {
    return [
      (lost ? warn : wait)("storage.lag_unknown", `nobody knows how old ${facts.destination} is; at most ${limitSeconds} s are allowed`, {
        limitSeconds,
      }),
    ];
  }
  if (seconds <= limitSeconds) return [];
  const message = `${facts.destination} is ${seconds} s old, more than ${limitSeconds} s (replicationLagThreshold)`;
  return [(lost ? block : wait)("storage.lag_exceeded", message, { lagSeconds: seconds, limitSeconds })];
}

/** Planned: what clients wrote before this moment has to be there. Nothing is changed by it; a lost source cannot be waited for. */
export const drain = effects({
  settleSeconds: 0,
  expectedSeconds: 60,
  read: (context: EfsContext, target, _wanted: WantedDrain | undefined) => readPair(context, target, "destination"),
  status: statusOfPair,
  fit: fitDrain,
  want: (facts, context): WantedDrain => ({ after: isLost(context) || facts.replication === null ? null : context.now }),
  reached: ({ replication }, { after }) => after === null || (replication?.lastReplicatedAt ?? "") >= after,
  act: async () => null,
  describe: describePair,
  evidence: ({ replication }) => ({ after: { lastReplicatedAt: replication?.lastReplicatedAt ?? null }, rpo: NO_DATA }),
});

/** Let go: no replication, and writable. */
interface WantedFree {
  readonly free: true;
}

/** The destination becomes writable. Asked in its own Region: that one survives. */
export const letGo = effects({
  settleSeconds: 30,
  expectedSeconds: 90,
  read: (context: EfsContext, target, _wanted: WantedFree | undefined) => readPair(context, target, "destination"),
  status: statusOfPair,
  fit: fitPair,
  want: (): WantedFree => ({ free: true }),
  reached: ({ replication, to }) => replication === null && to !== null && to.protection !== "REPLICATING" && to.state === "available",
  act: async (context, _target, { before }) =>
    // Local alone leaves the other side of a replication that nobody can end any more: only where that side is lost.
    context.clients
      .efs(context.resources.destinationRegion)
      .deleteReplication(before.source, isLost(context) ? "LOCAL_CONFIGURATION_ONLY" : "ALL_CONFIGURATIONS"),
  describe: describePair,
  evidence: (facts, { before }, _handle) => freeEvidence(facts, before),
});

function freeEvidence({ destination, to, secondsSinceIntent }: PairFacts, before: PairFacts): Evidence {
  const seconds = lagSeconds(before);
  return {
    before: { replication: before.replication?.status ?? null, lastReplicatedAt: before.replication?.lastReplicatedAt ?? null },
    after: { activeFileSystem: destination, protection: to?.protection ?? null, failoverTime: secondsSinceIntent },
    externalIds: { fileSystem: destination },
    rpo: { seconds, method: "last_replicated_timestamp", confidence: seconds === null ? "unknown" : "estimate" },
    dataLoss: { possible: seconds !== 0, ...(seconds === null ? {} : { seconds }) },
    warnings: [
      `changes of ${before.source} that were not replicated are not in ${destination}; files that were under way are in efs-replication-lost+found`,
      "until a failback or a new replication nothing is protected",
    ],
    reversible: false,
  };
}
