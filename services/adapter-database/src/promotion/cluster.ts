/** An Aurora MySQL cluster that replicates another one's binary log, mostly from another Region, becomes a cluster that stands alone. */
import { block, type Finding } from "@dr/adapter-kit";
import { databaseStatus } from "../failures.ts";
import { parseTarget } from "../input.ts";
import type { ReplicaClusterFacts } from "../replica-client.ts";
import { lagNow, ofInstance } from "../lag.ts";
import { effects } from "../transitions.ts";
import { describeReplica, lagBefore, promoted, wouldPromote, type PromotionContext, type Replica, type StandsAlone } from "./replica.ts";

type Facts = ReplicaClusterFacts & Replica;

/** Engines whose clusters replicate by binary log (Aurora user guide, "Replicating Aurora MySQL DB clusters across AWS Regions"). */
const ENGINES: ReadonlySet<string> = new Set(["aurora", "aurora-mysql"]);

/** The promotion of a cluster. */
export const clusterPromotion = effects({
  settleSeconds: 60,
  read: async (context: PromotionContext, target, wanted: StandsAlone | undefined): Promise<Facts> => {
    const { id, region } = parseTarget(target, context.config.region);
    const facts = await context.clients.replicas(region).describeReplicaCluster(id);
    const asks = wanted === undefined && facts.replicaOf !== null && facts.writer !== null;
    // The writer of the replica applies the log: it is the one that measures how far behind it is.
    const lag = asks ? await lagNow(context, region, ofInstance("AuroraBinlogReplicaLag", facts.writer)) : null;
    return { ...facts, id: facts.clusterId, lag };
  },
  status: ({ status }) => databaseStatus(status),
  fit: (facts, context) => [...kindFindings(facts, context), ...lagBefore(facts, context)],
  want: (): StandsAlone => ({ replicaOf: null }),
  reached: ({ replicaOf }) => replicaOf === null,
  act: ({ clients, config }, target) => {
    const { id, region } = parseTarget(target, config.region);
    return clients.replicas(region).promoteCluster(id);
  },
  describe: (facts) => describeReplica(facts),
  wouldDo: (change) => wouldPromote(change),
  evidence: (facts, { before }) => promoted(facts, before, { clusterId: facts.clusterId }),
});

function kindFindings({ clusterId, engine, globalId, replicaOf, writer }: Facts, { attempt }: PromotionContext): readonly Finding[] {
  // RDS calls the secondaries of a global database replicas, too, and promotes none of them.
  if (globalId !== null) {
    const message = `${clusterId} is a member of global database ${globalId}: global_failover makes it the primary, detach_from_global lets it go`;
    return [block("database.global_member", message, { globalClusterId: globalId })];
  }
  // A later attempt may find what an earlier one did; a first one that finds no replica was given the wrong cluster.
  if (replicaOf === null)
    return attempt > 1 ? [] : [block("database.not_a_replica", `${clusterId} replicates no other cluster: there is nothing to promote`)];
  if (!ENGINES.has(engine)) {
    const message = `${clusterId} is ${engine}: of replica clusters those of Aurora MySQL are promoted here, whose lag is known`;
    return [block("database.other_engine", message, { engine })];
  }
  return writer === null
    ? [block("database.headless_target", `${clusterId} has no instance: it could not serve; add one first`, { clusterId })]
    : [];
}
