/** `database.failover`: clusters to a named instance, Multi-AZ instances to their standby; and the way back. */
import type { Effect, InverseContext, Operation, TaskContext } from "@dr/adapter-kit";
import { refusal } from "../failures.ts";
import { failoverConfig, failoverResources, listDatabases, type FailoverConfig, type FailoverResources } from "../input.ts";
import type { ClusterFacts, DatabaseClients, RdsPort } from "../rds-client.ts";
import { clusterFailover, type ChooseTarget, type ClusterPre, type Submitted } from "./cluster-failover.ts";
import { instanceFailover, type CheckNeed, type InstancePre } from "./instance-failover.ts";

type Pre = ClusterPre | InstancePre;
type Context = TaskContext<DatabaseClients, FailoverResources, FailoverConfig>;
type Inverse = InverseContext<DatabaseClients, FailoverResources, FailoverConfig, Pre, Submitted>;

/** A Multi-AZ failover can take minutes until the API shows the new zone (RDS user guide, "Rebooting a DB instance"). */
const INSTANCE_SETTLE_SECONDS = 300;
const CLUSTER_SETTLE_SECONDS = 30;

/** The writer that the configuration names, or the available reader of the lowest promotion tier. */
const chooseReader: ChooseTarget<Context> = async (context, cluster, rds) => {
  const { targetInstance } = context.config;
  const configured = typeof targetInstance === "string" ? targetInstance : targetInstance?.[cluster.clusterId];
  if (configured === undefined) return lowestTierReader(cluster, rds);
  if (cluster.members.some(({ instanceId }) => instanceId === configured)) return { target: configured };
  const members = cluster.members.map(({ instanceId }) => instanceId);
  return { state: "failed", failure: refusal("database.unknown_target", `${configured} is not in ${cluster.clusterId}`, { members }) };
};

/** The writer of before the failover. */
const chooseFormerWriter: ChooseTarget<Inverse> = async ({ originals }, cluster) => {
  const pre = originals.at(-1)?.pre as ClusterPre | undefined;
  if (pre?.writer != null && cluster.members.some(({ instanceId }) => instanceId === pre.writer)) return { target: pre.writer };
  return {
    state: "failed",
    failure: refusal("database.former_writer_gone", `the former writer ${pre?.writer ?? "(unknown)"} is not in ${cluster.clusterId}`),
  };
};

/** Goes back only if the instance is not in its former zone already; an unfinished failover may still move it. */
const isAway: CheckNeed<Inverse> = ({ originals, now, secondsSince }, { instanceId, availabilityZone }) => {
  const original = originals.at(-1);
  const former = (original?.pre as InstancePre | undefined)?.availabilityZone;
  if (availabilityZone !== former) return undefined;
  const settled = secondsSince(original?.intentAt ?? now) >= INSTANCE_SETTLE_SECONDS;
  if (original?.result === undefined && !settled) return { state: "not_ready", message: "the failover may still be under way" };
  return { state: "noop", evidence: { after: { availabilityZone }, externalIds: { instanceId } } };
};

async function lowestTierReader(cluster: ClusterFacts, rds: RdsPort): ReturnType<ChooseTarget<Context>> {
  const readers = cluster.members.filter(({ isWriter }) => !isWriter);
  const ranked = readers.toSorted(
    (left, right) => left.promotionTier - right.promotionTier || left.instanceId.localeCompare(right.instanceId),
  );
  for (const { instanceId } of ranked) {
    if ((await rds.describeInstance(instanceId)).status === "available") return { target: instanceId };
  }
  return { state: "not_ready", message: "no reader is available" };
}

/** The effect on a cluster or on an instance, by the resource's name. */
function byKind<C extends Context>(
  cluster: Effect<C, ClusterPre, Submitted>,
  instance: Effect<C, InstancePre, Submitted>,
): Effect<C, Pre, Submitted> {
  const of = (target: string): Effect<C, Pre, Submitted> => (target.startsWith("cluster:") ? cluster : instance);
  return {
    prepare: (context, target) => of(target).prepare(context, target),
    act: (context, target, pre) => of(target).act(context, target, pre),
    poll: (context, target, pre, handle) => of(target).poll(context, target, pre, handle),
    discover: (context, target, pre) => of(target).discover(context, target, pre),
  };
}

/** Fails databases over inside their Region. */
export const failover: Operation<DatabaseClients, FailoverResources, FailoverConfig, Pre, Submitted> = {
  ...byKind(
    clusterFailover(chooseReader),
    instanceFailover<Context>(() => undefined),
  ),
  description: "Fails Aurora and Multi-AZ DB clusters over to a named instance, and Multi-AZ DB instances to their standby",
  reversibility: "reversible",
  defaults: { timeoutSeconds: 900, heartbeatSeconds: 60 },
  pollSeconds: 5,
  settleSeconds: (target) => (target.startsWith("cluster:") ? CLUSTER_SETTLE_SECONDS : INSTANCE_SETTLE_SECONDS),
  resources: failoverResources,
  config: failoverConfig,
  listTargets: ({ resources }) => listDatabases(resources),
  timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
  rollback: byKind<Inverse>(clusterFailover(chooseFormerWriter), instanceFailover(isAway)),
};
