/** Fails an Aurora (or Multi-AZ) DB cluster over to a named instance. Done = that instance is the writer and everything is available. */
import type { Discovery, Effect, Evidence, PollAnswer, Preparation, TaskContext } from "@dr/adapter-kit";
import { refusal, unusable } from "../failures.ts";
import { parseTarget, type FailoverConfig, type FailoverResources } from "../input.ts";
import type { ClusterFacts, DatabaseClients, RdsPort } from "../rds-client.ts";

/** State before the failover; `target` is the instance that shall write. */
export interface ClusterPre {
  readonly clusterId: string;
  readonly engine: string;
  readonly writer: string | null;
  readonly target: string;
}

/** What polling needs beside the state before: nothing. Present so that "accepted" is told from "not known". */
export interface Submitted {
  readonly submitted: true;
}

type Context = TaskContext<DatabaseClients, FailoverResources, FailoverConfig>;

/** Chooses the instance that shall write; a failure says why there is none. */
export type ChooseTarget<C extends Context> = (
  context: C,
  cluster: ClusterFacts,
  rds: RdsPort,
) => Promise<{ readonly target: string } | Extract<Preparation<never>, { state: "failed" | "not_ready" }>>;

/** The failover of a cluster; a rollback is the same with another choice of the target. */
export function clusterFailover<C extends Context>(chooseTarget: ChooseTarget<C>): Effect<C, ClusterPre, Submitted> {
  return {
    prepare: async (context, name) => prepare(context, name, chooseTarget),
    act: async (context, name, { clusterId, target }) => {
      await rdsOf(context, name).failoverCluster(clusterId, target);
      return { submitted: true };
    },
    poll: async (context, name, pre) => poll(rdsOf(context, name), pre),
    discover: async (context, name, pre) => discover(rdsOf(context, name), pre),
  };
}

async function prepare<C extends Context>(context: C, name: string, chooseTarget: ChooseTarget<C>): Promise<Preparation<ClusterPre>> {
  const rds = rdsOf(context, name);
  const cluster = await rds.describeCluster(parseTarget(name, context.config.region).id);
  const broken = unusable(cluster.clusterId, cluster.status);
  if (broken) return { state: "failed", failure: broken };
  if (cluster.engine === "mysql") {
    // RDS takes no target for a MySQL Multi-AZ DB cluster (API reference, FailoverDBCluster): a repeated call would move the writer again.
    const failure = refusal(
      "database.target_unsupported",
      `${cluster.clusterId}: RDS for MySQL Multi-AZ DB clusters take no failover target`,
    );
    return { state: "failed", failure };
  }
  if (cluster.members.length < 2)
    return { state: "failed", failure: refusal("database.no_reader", `${cluster.clusterId} has no other instance to fail over to`) };
  if (cluster.status !== "available") return { state: "not_ready", message: `cluster is ${cluster.status}, waiting for available` };
  const choice = await chooseTarget(context, cluster, rds);
  if ("state" in choice) return choice;
  const pre = { clusterId: cluster.clusterId, engine: cluster.engine, writer: writerOf(cluster), target: choice.target };
  if (pre.writer === choice.target) return { state: "noop", evidence: evidenceOf(pre, cluster) };
  if (context.executionType === "drill" && context.config.drill?.allowDisruptive !== true) {
    return { state: "skipped_in_drill", evidence: { after: { ...pre, members: cluster.members, wouldFailOverTo: choice.target } } };
  }
  return { state: "ready", pre };
}

async function poll(rds: RdsPort, pre: ClusterPre): Promise<PollAnswer> {
  const cluster = await rds.describeCluster(pre.clusterId);
  const broken = unusable(pre.clusterId, cluster.status);
  if (broken) return { state: "failed", failure: broken };
  if (writerOf(cluster) !== pre.target)
    return { state: "in_progress", message: `cluster is ${cluster.status}, ${writerOf(cluster) ?? "nobody"} writes`, percent: 30 };
  const instance = await rds.describeInstance(pre.target);
  if (cluster.status !== "available" || instance.status !== "available") {
    return {
      state: "in_progress",
      message: `${pre.target} writes; cluster is ${cluster.status}, instance is ${instance.status}`,
      percent: 80,
    };
  }
  return { state: "completed", evidence: evidenceOf(pre, cluster) };
}

async function discover(rds: RdsPort, pre: ClusterPre): Promise<Discovery<Submitted>> {
  const cluster = await rds.describeCluster(pre.clusterId);
  if (writerOf(cluster) === pre.target) return { state: "found", handle: { submitted: true } };
  if (cluster.status !== "available") return { state: "unclear", message: `cluster is ${cluster.status}` };
  return { state: "not_started" };
}

function evidenceOf(pre: ClusterPre, cluster: ClusterFacts): Evidence {
  const aurora = cluster.engine.startsWith("aurora");
  return {
    before: { writer: pre.writer },
    after: { writer: writerOf(cluster), status: cluster.status },
    externalIds: { clusterId: pre.clusterId, writer: pre.target },
    // Aurora instances share one storage volume; a Multi-AZ DB cluster acknowledges on one reader before it commits (RDS user guide).
    rpo: { seconds: 0, method: aurora ? "shared_storage" : "semi_synchronous_replication", confidence: aurora ? "exact" : "estimate" },
  };
}

function writerOf({ members }: ClusterFacts): string | null {
  return members.find(({ isWriter }) => isWriter)?.instanceId ?? null;
}

function rdsOf({ clients, config }: Context, name: string): RdsPort {
  return clients.rds(parseTarget(name, config.region).region);
}
