/** A Multi-AZ DB instance moves to its standby's Availability Zone. The call toggles, so only the zone tells whether it has happened. */
import { block, wait, type TaskContext } from "@dr/adapter-kit";
import { databaseStatus } from "../failures.ts";
import { parseTarget, type FailoverConfig, type FailoverResources } from "../input.ts";
import type { DatabaseClients } from "../clients.ts";
import type { InstanceFacts, RdsPort } from "../rds-client.ts";
import { healthTime, inTime, type HealthTime } from "../health.ts";
import { effects } from "../transitions.ts";

type Context = TaskContext<DatabaseClients, FailoverResources, FailoverConfig>;

interface Facts extends InstanceFacts {
  readonly health: HealthTime;
}
interface Wanted {
  readonly leaves: string;
  readonly expected: string;
}

/** The failover of an instance, and the way back to its former zone. */
export const instanceFailover = effects({
  // A failover can take minutes until the API shows the new zone (RDS user guide, "Rebooting a DB instance").
  settleSeconds: 300,
  // "Typically 60-120 seconds" (RDS user guide, "Multi-AZ DB instance deployments").
  expectedSeconds: 60,
  read: async (context: Context, name, wanted: Wanted | undefined): Promise<Facts> => {
    const instance = await rdsOf(context, name).describeInstance(parseTarget(name, context.config.region).id);
    if (wanted === undefined) return { ...instance, health: "unbounded" };
    const waitedSeconds = context.secondsSince(context.intentAt);
    return { ...instance, health: healthTime(context.config, { hasMoved: hasMoved(instance, wanted), waitedSeconds }) };
  },
  status: ({ status, health }) => inTime(databaseStatus(status), health),
  fit: ({ instanceId, clusterId, multiAz, secondaryAvailabilityZone }) => {
    if (clusterId !== undefined)
      return [block("database.cluster_member", `${instanceId} belongs to cluster ${clusterId}: fail the cluster over`, { clusterId })];
    if (!multiAz) return [block("database.not_multi_az", `${instanceId} is not Multi-AZ: there is no standby`)];
    return secondaryAvailabilityZone === undefined ? [wait("database.standby_pending", "the standby has no zone yet")] : [];
  },
  want: ({ availabilityZone = "", secondaryAvailabilityZone = "" }): Wanted => ({
    leaves: availabilityZone,
    expected: secondaryAvailabilityZone,
  }),
  reached: (facts, wanted) => hasMoved(facts, wanted),
  act: (context, name, { before }) => rdsOf(context, name).rebootWithFailover(before.instanceId),
  describe: ({ instanceId, status, availabilityZone }) => `${instanceId} is ${status} in ${availabilityZone ?? "no zone"}`,
  wouldDo: ({ before, wanted }) => ({ availabilityZone: before.availabilityZone, wouldFailOverTo: wanted.expected }),
  evidence: ({ instanceId, availabilityZone, status }, { before, wanted }) => ({
    before: { availabilityZone: before.availabilityZone },
    after: { availabilityZone, status },
    externalIds: { instanceId },
    rpo: { seconds: 0, method: "synchronous_replication", confidence: "exact" },
    ...(availabilityZone === wanted.expected ? {} : { warnings: [`expected zone ${wanted.expected}`] }),
  }),
  undo: (before, { availabilityZone = "" }) => ({ leaves: availabilityZone, expected: before.availabilityZone ?? "" }),
});

function hasMoved({ availabilityZone }: Pick<InstanceFacts, "availabilityZone">, { leaves, expected }: Wanted): boolean {
  return availabilityZone !== undefined && (availabilityZone !== leaves || availabilityZone === expected);
}

function rdsOf({ clients, config }: Context, name: string): RdsPort {
  return clients.rds(parseTarget(name, config.region).region);
}
