/** The move itself: planned on a synchronized target, or forced where the primary is lost. */
import { block, refuseWith, wait, warn, type Evidence, type Finding } from "@dr/adapter-kit";
import {
  describeGroup,
  fitGroup,
  fitLag,
  instancePort,
  isLost,
  isPrimary,
  isSame,
  lagOf,
  localDatabases,
  readGroup,
  type SqlContext,
  type SqlFacts,
} from "../group.ts";
import { effects } from "../transitions.ts";

/** Who shall be the primary. */
export interface WantedPrimary {
  readonly primary: string;
}

/** What a forced failover needs beside the approval: declared, not guessed. */
function fitForced(facts: SqlFacts, { config }: SqlContext): readonly Finding[] {
  const { target, group } = facts;
  const bad = localDatabases(facts).filter(({ synchronization }) => synchronization === "REVERTING" || synchronization === "INITIALIZING");
  return [
    ...(config.allowDataLoss === true
      ? []
      : [
          block(
            "sql.data_loss_not_allowed",
            `${group.name}: a forced failover may lose data; say config.allowDataLoss, or start it as planned`,
          ),
        ]),
    ...(config.oldPrimaryFenced === true
      ? []
      : [block("sql.not_fenced", `${group.name}: two primaries may take writes; fence the old one, then say config.oldPrimaryFenced`)]),
    ...bad.map(({ name, synchronization }) =>
      block("sql.database_unusable", `${name} on ${target} is ${synchronization}: it would not start`),
    ),
  ];
}

/** What a planned one waits for. */
function fitPlanned(facts: SqlFacts, { executionType }: SqlContext): readonly Finding[] {
  const behind = localDatabases(facts).filter(({ isReady }) => !isReady);
  const suspended = behind.filter(({ isSuspended }) => isSuspended);
  if (suspended.length > 0) {
    const names = suspended.map(({ name }) => name).join(", ");
    return [
      block(
        "sql.suspended",
        `${names} on ${facts.target} is suspended (${suspended[0]?.suspendReason ?? "no reason"}): resume it first, with sql_always_on.resume`,
      ),
    ];
  }
  // A drill raises no commit mode: what is behind for that alone would never come.
  const told = executionType === "drill" ? warn : wait;
  return behind.map(({ name, synchronization }) =>
    told("sql.not_ready", `${name} on ${facts.target} is ${synchronization}, not ready for a failover`),
  );
}

/** Makes the target the primary; taken back, if it was planned, by the same statement on the old one. */
export const move = effects({
  settleSeconds: 30,
  describe: describeGroup,
  read: (context: SqlContext, _target, wanted: WantedPrimary | undefined) => readGroup(context, wanted === undefined),
  fit: (facts, context) => {
    const common = fitGroup(facts, context);
    if (isPrimary(facts, facts.target)) return common;
    return isLost(context)
      ? [...common, ...fitForced(facts, context), ...fitLag(facts, context)]
      : [...common, ...fitPlanned(facts, context)];
  },
  want: ({ target }) => ({ primary: target }),
  reached: (facts, { primary }) => isPrimary(facts, primary),
  act: async (context, _target, { before, wanted }) => {
    const port = await instancePort(context, wanted.primary);
    const isForced = isLost(context) && isSame(wanted.primary, before.target);
    await (isForced ? port.forceFailover(before.group.name) : port.failover(before.group.name));
  },
  // The statement returns before databases have recovered.
  missing: async (context, _target, { wanted }) => {
    const group = await (await instancePort(context, wanted.primary)).group(context.resources.availabilityGroup);
    const closed = (group?.databases ?? []).filter(({ isLocal, state }) => isLocal && state !== "ONLINE");
    return closed.length === 0
      ? undefined
      : `${wanted.primary} is the primary; ${closed.map(({ name, state }) => `${name} is ${state ?? "unknown"}`).join(", ")}`;
  },
  evidence: (facts, { before, wanted }) => moveEvidence(facts, before, wanted),
  undo: ({ group }, _facts, context) => {
    if (isLost(context)) throw refuseWith(block("sql.forced_is_final", `${group.name} was forced: resume the old primary and fail back`));
    return { primary: group.primary ?? context.resources.primaryReplica ?? "" };
  },
});

/** What a move came to. A loss is told as far as it is known: what the primary had not sent, or how old the last commit of the target was. */
export function moveEvidence(facts: SqlFacts, before: SqlFacts, { primary }: WantedPrimary): Evidence {
  const isSafe = isEveryReady(before);
  const lag = lagOf(before);
  const sinceCommit = secondsSinceCommit(before);
  const megabytes = isSafe ? 0 : unsentMegabytes(before);
  const rpo = isSafe
    ? ({ seconds: 0, method: "synchronized_before", confidence: "exact" } as const)
    : lag !== null
      ? ({ seconds: lag, method: "secondary_lag_seconds", confidence: "estimate" } as const)
      : ({
          seconds: sinceCommit,
          method: "since_last_commit_at_target",
          confidence: sinceCommit === null ? "unknown" : "estimate",
        } as const);
  return {
    before: { primary: before.group.primary, lagSeconds: lag, lastCommits: lastCommits(before) },
    after: {
      availabilityGroup: facts.group.name,
      newPrimary: primary,
      failoverTime: facts.secondsSinceIntent,
      downtime: facts.secondsSinceIntent,
      dataLoss: { seconds: rpo.seconds, megabytes },
      replicaStatus: Object.fromEntries(facts.group.replicas.map(({ name, role, mode }) => [name, { role, mode }])),
      databaseStatus: Object.fromEntries(
        localDatabases(facts).map(({ name, state, synchronization }) => [name, { state, synchronization }]),
      ),
    },
    externalIds: { availabilityGroup: facts.group.name },
    rpo,
    dataLoss: isSafe ? { possible: false } : { possible: true, ...(rpo.seconds === null ? {} : { seconds: rpo.seconds }) },
    warnings: isSafe
      ? []
      : ["every other secondary is suspended, and the log of the new primary is not truncated, until it is resumed or removed"],
    ...(isSafe ? {} : { reversible: false }),
  };
}

/** A target that shows no database shows none that is ready either. */
function isEveryReady(facts: SqlFacts): boolean {
  const databases = localDatabases(facts);
  return databases.length > 0 && databases.every(({ isReady }) => isReady);
}

/** What the primary had not sent to the target, as it told; null: of one database nobody knows, so nobody knows the sum. */
function unsentMegabytes({ onPrimary, target }: SqlFacts): number | null {
  const queues = (onPrimary?.databases ?? []).filter(({ replica }) => isSame(replica, target)).map(({ sendQueueKb }) => sendQueueKb);
  if (queues.length === 0 || queues.includes(null)) return null;
  return queues.reduce((sum: number, kb) => sum + (kb ?? 0), 0) / 1024;
}

function lastCommits(facts: SqlFacts): Record<string, string | null> {
  return Object.fromEntries(localDatabases(facts).map(({ name, lastCommit }) => [name, lastCommit]));
}

/** Seconds since the oldest of the last commits that the target has: no more than that can be lost. */
function secondsSinceCommit(facts: SqlFacts): number | null {
  const commits = localDatabases(facts).map(({ lastCommit }) => lastCommit);
  if (commits.length === 0 || commits.includes(null)) return null;
  return Math.max(0, Math.round((Date.parse(facts.now) - Math.min(...commits.map((commit) => Date.parse(commit ?? "")))) / 1000));
}
