/** `database.promote_read_replica`: a replica, mostly one in another Region, becomes an instance that stands alone. */
import { block, wait, warn, type Finding, type TaskContext } from "@dr/adapter-kit";
import { declaredRegion, resourceName } from "@dr/events";
import * as z from "zod";
import type { DatabaseClients } from "../clients.ts";
import { databaseStatus } from "../failures.ts";
import { parseTarget } from "../input.ts";
import { lagFindings, lossOf, lossWindow } from "../lag-gate.ts";
import type { Lag } from "../lag-client.ts";
import type { ReplicaFacts } from "../replica-client.ts";
import { transition } from "../transitions.ts";

const resourcesSchema = z.strictObject({
  instances: z.array(resourceName("rds-instance")).min(1).describe("Read replicas, by name or ARN"),
});
const configSchema = z.strictObject({
  region: declaredRegion({ ofNames: true }).optional(),
  rpoSeconds: z
    .number()
    .nonnegative()
    .max(86_400)
    .optional()
    .describe("Largest lag at promotion, in seconds; planned default 0: stop the writers first"),
  backupRetentionDays: z.int().min(1).max(35).optional().describe("Backup retention of the promoted instance; default: the replica's"),
  failoverTimeout: z.number().positive().max(86_400).optional().describe("Seconds until the promotion counts as failed"),
});

type Context = TaskContext<DatabaseClients, z.infer<typeof resourcesSchema>, z.infer<typeof configSchema>>;
interface Facts extends ReplicaFacts {
  /** Read before the promotion alone. */
  readonly lag: Lag | null;
}

/** Promotes read replicas, for good. */
export const promoteReadReplica = transition({
  description: "Promotes read replicas to instances that stand alone, for good",
  pointOfNoReturn: "a promoted replica never becomes a replica again: the way back is a new one",
  failback: { none: "a new replica has to be built in the other direction" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 3_600, heartbeatSeconds: 60, expectedSeconds: 300 },
  pollSeconds: 15,
  settleSeconds: 60,
  resources: resourcesSchema,
  config: configSchema,
  listTargets: ({ resources }) => [...new Set(resources.instances.map((name) => `instance:${name}`))],
  timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
  read: async (context: Context, name, wanted: { readonly replicaOf: null } | undefined): Promise<Facts> => {
    const { id, region } = parseTarget(name, context.config.region);
    const facts = await context.clients.replicas(region).describeReplica(id);
    return { ...facts, lag: wanted === undefined && facts.replicaOf !== null ? await lagOf(context, name) : null };
  },
  status: ({ status }) => databaseStatus(status),
  fit: (facts, context) => [...kindFindings(facts, context), ...replicationFindings(facts, context)],
  want: () => ({ replicaOf: null }),
  reached: ({ replicaOf }) => replicaOf === null,
  act: ({ clients, config }, name) => {
    const { id, region } = parseTarget(name, config.region);
    return clients.replicas(region).promote(id, config.backupRetentionDays);
  },
  describe: ({ instanceId, status, replicaOf }) =>
    `${instanceId} is ${status}, ${replicaOf === null ? "stands alone" : `a replica of ${replicaOf}`}`,
  wouldDo: ({ before }) => ({ replicaOf: before.replicaOf, wouldPromote: before.instanceId, lagSeconds: before.lag?.seconds ?? null }),
  evidence: ({ instanceId, replicaOf, status }, { before }) => {
    const rpo = lossOf(before.lag);
    const window = lossWindow(before.lag);
    return {
      before: { replicaOf: before.replicaOf, lagSeconds: before.lag?.seconds ?? null, lagSampledAt: before.lag?.sampledAt ?? null },
      after: { replicaOf, status, ...(window ? { dataLossWindow: window } : {}) },
      externalIds: { instanceId, ...(before.replicaOf === null ? {} : { formerSource: before.replicaOf }) },
      rpo,
      dataLoss: { possible: rpo.seconds !== 0, ...(rpo.seconds === null ? {} : { seconds: rpo.seconds }) },
      reversible: false,
    };
  },
});

function kindFindings({ instanceId, clusterId, replicaOf, backupRetentionDays }: Facts, { attempt, config }: Context): readonly Finding[] {
  if (clusterId !== null) return [block("database.cluster_member", `${instanceId} belongs to cluster ${clusterId}`, { clusterId })];
  // A later attempt may find what an earlier one did; a first one that finds no replica was given the wrong instance.
  if (replicaOf === null)
    return attempt > 1 ? [] : [block("database.not_a_replica", `${instanceId} is no read replica: there is nothing to promote`)];
  return backupRetentionDays === 0 && config.backupRetentionDays === undefined
    ? [warn("database.no_backups", `${instanceId} keeps no backups; backupRetentionDays gives it some`)]
    : [];
}

function replicationFindings({ instanceId, replicaOf, replication, status, lag }: Facts, { mode, config }: Context): readonly Finding[] {
  if (replicaOf === null) return [];
  const seen = mode === "planned" ? wait : warn;
  const word = replication?.status ?? "unknown";
  const rpoSeconds = config.rpoSeconds ?? (mode === "planned" ? 0 : undefined);
  return [
    // RDS refuses a promotion during a backup (API reference, PromoteReadReplica).
    ...(status === "backing-up" ? [wait("database.backing_up", `${instanceId} is being backed up`)] : []),
    ...(replication?.isNormal === true ? [] : [seen("database.not_replicating", `${instanceId}: replication is ${word}`, { replication })]),
    ...lagFindings(lag, { config: { rpoSeconds }, mode }, { id: instanceId, losesIt: true }),
  ];
}

async function lagOf({ clients, config, now }: Context, name: string): Promise<Lag> {
  const { id, region } = parseTarget(name, config.region);
  const metric = {
    namespace: "AWS/RDS",
    name: "ReplicaLag",
    dimensions: { DBInstanceIdentifier: id.toLowerCase() },
    unit: "seconds" as const,
  };
  try {
    return await clients.lag(region).readLag(metric, now);
  } catch {
    return { seconds: null, sampledAt: null };
  }
}
