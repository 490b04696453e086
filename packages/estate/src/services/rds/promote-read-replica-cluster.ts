// PromoteReadReplicaDBCluster: makes a replica of another cluster a cluster of its own, for good.
import type { PromoteReadReplicaDBClusterResult } from "@aws-sdk/client-rds";
import * as z from "zod";
import { NEVER_MS } from "../../estate-clock.ts";
import { writeOperation } from "../../operation.ts";
import { clusterShape } from "./cluster-shape.ts";
import { clusterStateAt } from "./cluster-state.ts";
import { RDS_PROMOTION, RDS_STALE_READ } from "./durations.ts";
import { clusterNotFound, invalidClusterState } from "./rds-errors.ts";
import { clusterKind, toIdentifier } from "./records.ts";

/** The source goes when the promotion ends; a cluster that is no replica, or is busy, is InvalidDBClusterStateFault. */
export const promoteReadReplicaCluster = writeOperation({
  input: z.object({ DBClusterIdentifier: z.string() }),
  resources: ({ DBClusterIdentifier }) => [toIdentifier(DBClusterIdentifier)],
  run: ({ DBClusterIdentifier }, { world, region, accountId, nowMs, chance, faulty }): PromoteReadReplicaDBClusterResult => {
    const cluster = world.get(clusterKind, region, toIdentifier(DBClusterIdentifier));
    if (cluster === undefined) throw clusterNotFound(toIdentifier(DBClusterIdentifier));
    const before = clusterStateAt(cluster, nowMs);
    if (before.busy || before.replicaOf === undefined)
      throw invalidClusterState(`DB cluster ${cluster.identifier} is not an available read replica cluster.`);
    const endMs = faulty("never-completes") ? NEVER_MS : nowMs + chance.durationMs(RDS_PROMOTION, "promotion");
    const next = { ...cluster, promotion: { visibleMs: nowMs + chance.durationMs(RDS_STALE_READ, "stale"), endMs } };
    world.put(clusterKind, region, cluster.identifier, next);
    return { DBCluster: clusterShape(next, { ...before, shown: { ...before.shown, status: "promoting" } }, accountId, nowMs) };
  },
});
