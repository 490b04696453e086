/** Reboots a Multi-AZ DB instance with failover. Done = available in another Availability Zone than before. Never sent twice: it toggles. */
import type { Discovery, Effect, PollAnswer, Preparation, TaskContext } from "@dr/adapter-kit";
import { refusal, unusable } from "../failures.ts";
import { parseTarget, type FailoverConfig, type FailoverResources } from "../input.ts";
import type { DatabaseClients, InstanceFacts, RdsPort } from "../rds-client.ts";
import type { Submitted } from "./cluster-failover.ts";

/** State before the failover. The zone is what decides, now and after any crash, whether it has happened. */
export interface InstancePre {
  readonly instanceId: string;
  readonly availabilityZone: string;
  readonly secondaryAvailabilityZone: string;
  readonly latestRestorableTime: string | null;
}

type Context = TaskContext<DatabaseClients, FailoverResources, FailoverConfig>;

/** Says, from the state just read, whether there is anything to do. */
export type CheckNeed<C extends Context> = (context: C, instance: InstanceFacts) => Preparation<never> | undefined;

/** The failover of a Multi-AZ instance; a rollback is the same with another idea of what is to be done. */
export function instanceFailover<C extends Context>(checkNeed: CheckNeed<C>): Effect<C, InstancePre, Submitted> {
  return {
    prepare: async (context, name) => {
      const instance = await rdsOf(context, name).describeInstance(parseTarget(name, context.config.region).id);
      return (
        checkFitness(instance) ?? checkNeed(context, instance) ?? checkDrill(context, instance) ?? { state: "ready", pre: toPre(instance) }
      );
    },
    act: async (context, name, { instanceId }) => {
      await rdsOf(context, name).rebootWithFailover(instanceId);
      return { submitted: true };
    },
    poll: async (context, name, pre) => poll(rdsOf(context, name), pre),
    discover: async (context, name, pre) => discover(rdsOf(context, name), pre),
  };
}

function checkFitness(instance: InstanceFacts): Preparation<never> | undefined {
  const { instanceId, status, clusterId, multiAz, availabilityZone, secondaryAvailabilityZone } = instance;
  const broken = unusable(instanceId, status);
  if (broken) return { state: "failed", failure: broken };
  if (clusterId !== undefined) {
    return {
      state: "failed",
      failure: refusal("database.cluster_member", `${instanceId} belongs to cluster ${clusterId}: fail the cluster over`, { clusterId }),
    };
  }
  if (!multiAz) return { state: "failed", failure: refusal("database.not_multi_az", `${instanceId} is not Multi-AZ: there is no standby`) };
  if (status !== "available") return { state: "not_ready", message: `instance is ${status}, waiting for available` };
  if (availabilityZone === undefined || secondaryAvailabilityZone === undefined)
    return { state: "not_ready", message: "the standby has no zone yet" };
  return undefined;
}

function checkDrill({ executionType, config }: Context, instance: InstanceFacts): Preparation<never> | undefined {
  if (executionType !== "drill" || config.drill?.allowDisruptive === true) return undefined;
  return { state: "skipped_in_drill", evidence: { after: { ...toPre(instance), wouldFailOverTo: instance.secondaryAvailabilityZone } } };
}

async function poll(rds: RdsPort, pre: InstancePre): Promise<PollAnswer> {
  const instance = await rds.describeInstance(pre.instanceId);
  const broken = unusable(pre.instanceId, instance.status);
  if (broken) return { state: "failed", failure: broken };
  if (instance.status !== "available" || !hasMoved(pre, instance)) {
    return {
      state: "in_progress",
      message: `instance is ${instance.status} in ${instance.availabilityZone ?? "no zone"}`,
      percent: hasMoved(pre, instance) ? 80 : 30,
    };
  }
  return {
    state: "completed",
    evidence: {
      before: { availabilityZone: pre.availabilityZone },
      after: { availabilityZone: instance.availabilityZone, status: instance.status },
      externalIds: { instanceId: pre.instanceId },
      rpo: { seconds: 0, method: "synchronous_replication", confidence: "exact" },
      ...(instance.availabilityZone === pre.secondaryAvailabilityZone
        ? {}
        : { warnings: [`expected zone ${pre.secondaryAvailabilityZone}`] }),
    },
  };
}

async function discover(rds: RdsPort, pre: InstancePre): Promise<Discovery<Submitted>> {
  const instance = await rds.describeInstance(pre.instanceId);
  if (hasMoved(pre, instance)) return { state: "found", handle: { submitted: true } };
  if (instance.status !== "available") return { state: "unclear", message: `instance is ${instance.status}` };
  return { state: "not_started" };
}

function hasMoved(pre: InstancePre, { availabilityZone }: InstanceFacts): boolean {
  return availabilityZone !== undefined && availabilityZone !== pre.availabilityZone;
}

function toPre(instance: InstanceFacts): InstancePre {
  const { instanceId, availabilityZone = "", secondaryAvailabilityZone = "", latestRestorableTime = null } = instance;
  return { instanceId, availabilityZone, secondaryAvailabilityZone, latestRestorableTime };
}

function rdsOf({ clients, config }: Context, name: string): RdsPort {
  return clients.rds(parseTarget(name, config.region).region);
}
