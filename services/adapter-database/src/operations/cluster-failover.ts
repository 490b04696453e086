/** An Aurora (or Multi-AZ) DB cluster gets a named instance as its writer. */
import { block, refuseWith, wait, worstReading, type TaskContext, type TransitionParts } from "@dr/adapter-kit";
import { databaseStatus } from "../failures.ts";
import { parseTarget, type FailoverConfig, type FailoverResources, writerFor } from "../input.ts";
import type { DatabaseClients } from "../clients.ts";
import type { ClusterFacts, RdsPort } from "../rds-client.ts";
import { healthTime, inTime, type HealthTime } from "../health.ts";
import { effects } from "../transitions.ts";

type Context = TaskContext<DatabaseClients, FailoverResources, FailoverConfig>;
interface Facts extends ClusterFacts {
  /** Status of the instance that shall write, once it is known. */
  readonly targetStatus: string | null;
  readonly health: HealthTime;
}
interface Wanted {
  readonly writer: string;
}

/** What a failover of a cluster consists of. */
export const clusterParts = {
  settleSeconds: 30,
  read: async (context: Context, name, wanted: Wanted | undefined): Promise<Facts> => {
    const rds = rdsOf(context, name);
    const cluster = await rds.describeCluster(parseTarget(name, context.config.region).id);
    if (wanted === undefined) return { ...cluster, targetStatus: null, health: "unbounded" };
    const targetStatus = (await rds.describeInstance(wanted.writer)).status;
    const waitedSeconds = context.secondsSince(context.intentAt);
    const hasMoved = writerOf(cluster) === wanted.writer;
    return { ...cluster, targetStatus, health: healthTime(context.config, { hasMoved, waitedSeconds }) };
  },
  status: ({ status, targetStatus, health }) =>
    inTime(worstReading([status, ...(targetStatus === null ? [] : [targetStatus])].map(databaseStatus)), health),
  fit: ({ clusterId, engine, members }) => [
    // RDS takes no target for a MySQL Multi-AZ DB cluster (API reference, FailoverDBCluster): a repeated call would move the writer again.
    ...(engine === "mysql"
      ? [block("database.target_unsupported", `${clusterId}: RDS for MySQL Multi-AZ DB clusters take no failover target`)]
      : []),
    ...(members.length < 2 ? [block("database.no_reader", `${clusterId} has no other instance to fail over to`)] : []),
  ],
  want: async (cluster, context, name) => ({
    writer: configuredWriter(context, cluster, name) ?? (await lowestTierReader(cluster, rdsOf(context, name))),
  }),
  reached: (cluster, { writer }) => writerOf(cluster) === writer,
  act: (context, name, { before, wanted }) => rdsOf(context, name).failoverCluster(before.clusterId, wanted.writer),
  describe: (cluster) =>
    `${cluster.clusterId} is ${cluster.status}, ${writerOf(cluster) ?? "nobody"} writes` +
    (cluster.targetStatus === null ? "" : `; the instance that shall is ${cluster.targetStatus}`),
  wouldDo: ({ before, wanted }) => ({ writer: writerOf(before), members: before.members, wouldFailOverTo: wanted.writer }),
  evidence: (cluster, { before, wanted }) => ({
    before: { writer: writerOf(before) },
    after: { writer: writerOf(cluster), status: cluster.status },
    externalIds: { clusterId: cluster.clusterId, writer: wanted.writer },
    rpo: lossOf(cluster),
  }),
  undo: (before, { clusterId, members }) => {
    const writer = writerOf(before);
    if (writer !== null && members.some(({ instanceId }) => instanceId === writer)) return { writer };
    throw refuseWith(block("database.former_writer_gone", `the former writer ${writer ?? "(unknown)"} is not in ${clusterId}`));
  },
} satisfies TransitionParts<DatabaseClients, FailoverResources, FailoverConfig, Facts, Wanted, void>;

/** The failover of a cluster, and the way back to its former writer. */
export const clusterFailover = effects(clusterParts);

/** Aurora instances share one storage volume; a Multi-AZ DB cluster acknowledges on one reader before it commits (RDS user guide). */
function lossOf({ engine }: ClusterFacts) {
  const aurora = engine.startsWith("aurora");
  return {
    seconds: 0,
    method: aurora ? "shared_storage" : "semi_synchronous_replication",
    confidence: aurora ? ("exact" as const) : ("estimate" as const),
  };
}

function configuredWriter({ config }: Context, { clusterId, members }: ClusterFacts, name: string): string | undefined {
  const configured = writerFor(config, name);
  const ids = members.map(({ instanceId }) => instanceId);
  if (configured === undefined || ids.includes(configured)) return configured;
  throw refuseWith(block("database.unknown_target", `${configured} is not in ${clusterId}`, { members: ids }));
}

async function lowestTierReader({ members }: ClusterFacts, rds: RdsPort): Promise<string> {
  const readers = members
    .filter(({ isWriter }) => !isWriter)
    .toSorted((left, right) => left.promotionTier - right.promotionTier || left.instanceId.localeCompare(right.instanceId));
  for (const { instanceId } of readers) {
    if (databaseStatus((await rds.describeInstance(instanceId)).status).meaning === "serving") return instanceId;
  }
  throw refuseWith(wait("database.no_reader_available", "no reader is available"));
}

function writerOf({ members }: ClusterFacts): string | null {
  return members.find(({ isWriter }) => isWriter)?.instanceId ?? null;
}

function rdsOf({ clients, config }: Context, name: string): RdsPort {
  return clients.rds(parseTarget(name, config.region).region);
}
