/** A read replica becomes an instance that stands alone. */
import { block, wait, warn, type Finding } from "@dr/adapter-kit";
import { databaseStatus } from "../failures.ts";
import { parseTarget } from "../input.ts";
import type { ReplicaFacts } from "../replica-client.ts";
import { lagNow, ofInstance } from "../lag.ts";
import { effects } from "../transitions.ts";
import {
  describeReplica,
  inMode,
  lagBefore,
  promoted,
  wouldPromote,
  type PromotionContext,
  type Replica,
  type StandsAlone,
} from "./replica.ts";

type Facts = ReplicaFacts & Replica;

/** The promotion of an instance. */
export const instancePromotion = effects({
  settleSeconds: 60,
  read: async (context: PromotionContext, target, wanted: StandsAlone | undefined): Promise<Facts> => {
    const { id, region } = parseTarget(target, context.config.region);
    const facts = await context.clients.replicas(region).describeReplica(id);
    const asks = wanted === undefined && facts.replicaOf !== null;
    return {
      ...facts,
      id: facts.instanceId,
      lag: asks ? await lagNow(context, region, ofInstance("ReplicaLag", id)) : null,
    };
  },
  status: ({ status }) => databaseStatus(status),
  fit: (facts, context) => [...kindFindings(facts, context), ...replicationFindings(facts, context)],
  want: (): StandsAlone => ({ replicaOf: null }),
  reached: ({ replicaOf }) => replicaOf === null,
  act: ({ clients, config }, target) => {
    const { id, region } = parseTarget(target, config.region);
    return clients.replicas(region).promote(id, config.backupRetentionDays);
  },
  describe: (facts) => describeReplica(facts),
  wouldDo: (change) => wouldPromote(change),
  evidence: (facts, { before }) => promoted(facts, before, { instanceId: facts.instanceId }),
});

function kindFindings(
  { instanceId, clusterId, replicaOf, backupRetentionDays }: Facts,
  { attempt, config }: PromotionContext,
): readonly Finding[] {
  if (clusterId !== null)
    return [block("database.cluster_member", `${instanceId} belongs to cluster ${clusterId}: name it under clusters`, { clusterId })];
  // A later attempt may find what an earlier one did; a first one that finds no replica was given the wrong instance.
  if (replicaOf === null)
    return attempt > 1 ? [] : [block("database.not_a_replica", `${instanceId} is no read replica: there is nothing to promote`)];
  return backupRetentionDays === 0 && config.backupRetentionDays === undefined
    ? [warn("database.no_backups", `${instanceId} keeps no backups; backupRetentionDays gives it some`)]
    : [];
}

function replicationFindings(facts: Facts, context: PromotionContext): readonly Finding[] {
  const { instanceId, replicaOf, replication, status } = facts;
  if (replicaOf === null) return [];
  const word = replication?.status ?? "unknown";
  return [
    // RDS refuses a promotion during a backup (API reference, PromoteReadReplica).
    ...(status === "backing-up" ? [wait("database.backing_up", `${instanceId} is being backed up`)] : []),
    ...(replication?.isNormal === true
      ? []
      : [inMode(context)("database.not_replicating", `${instanceId}: replication is ${word}`, { replication })]),
    ...lagBefore(facts, context),
  ];
}
