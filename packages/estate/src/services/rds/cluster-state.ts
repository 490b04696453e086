// What an Aurora cluster looks like at a moment: a pure function of its record and estate time.
import { type ClusterRecord, takesActs } from "./records.ts";

/** The cluster as RDS knows it at `nowMs`; `shown` is what Describe says, which lags behind at first. */
export type ClusterState = {
  readonly busy: boolean;
  readonly shown: { readonly status: string; readonly writer: string };
  /** The old writer while it restarts as a reader. */
  readonly restarting?: string;
  /** The source, while it is a replica of another cluster. */
  readonly replicaOf?: string;
};

/** A failover shows, in this order: available and old writer (stale), failing-over, new writer, available. A promotion: available (stale), promoting. */
export const clusterStateAt = (cluster: ClusterRecord, nowMs: number): ClusterState => {
  const { replicaOf, promotion, writer } = cluster;
  if (replicaOf === undefined || (promotion !== undefined && nowMs >= promotion.endMs)) return roleAt(cluster, nowMs);
  if (promotion === undefined) return { ...roleAt(cluster, nowMs), replicaOf };
  return { busy: true, replicaOf, shown: { status: nowMs < promotion.visibleMs ? "available" : "promoting", writer } };
};

const roleAt = ({ failover, writer, readyMs, goneMs, restingStatus }: ClusterRecord, nowMs: number): ClusterState => {
  if (goneMs !== undefined) return { busy: true, shown: { status: "deleting", writer } };
  if (readyMs !== undefined && nowMs < readyMs) return { busy: true, shown: { status: "creating", writer } };
  if (failover === undefined || nowMs >= failover.endMs) {
    return { busy: !takesActs(restingStatus), shown: { status: restingStatus ?? "available", writer } };
  }
  if (nowMs < failover.visibleMs) return { busy: true, shown: { status: "available", writer: failover.from } };
  if (nowMs < failover.flipMs) return { busy: true, shown: { status: "failing-over", writer: failover.from } };
  return { busy: true, shown: { status: "failing-over", writer: failover.to }, restarting: failover.from };
};
