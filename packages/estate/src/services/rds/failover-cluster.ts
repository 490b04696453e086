// FailoverDBCluster: makes a reader of an Aurora cluster its writer.
import * as z from "zod";
import { AURORA_FAILOVER, AURORA_OLD_WRITER_RESTART, RDS_STALE_READ } from "./durations.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { clusterStateAt } from "./cluster-state.ts";
import { clusterShape } from "./cluster-shape.ts";
import { instanceStateAt } from "./instance-state.ts";
import { clusterArn, type ClusterFailover, clusterKind, type ClusterRecord, instanceKind, toIdentifier } from "./records.ts";
import { clusterNotFound, invalidClusterState, invalidInstanceState } from "./rds-errors.ts";
import { logRdsEvents } from "./rds-events.ts";

/** FailoverDBCluster; a second call after the first has ended moves the writer again. */
export const failoverCluster = writeOperation({
  input: z.object({ DBClusterIdentifier: z.string(), TargetDBInstanceIdentifier: z.string().optional() }),
  resources: ({ DBClusterIdentifier }) => [toIdentifier(DBClusterIdentifier)],
  run: ({ DBClusterIdentifier, TargetDBInstanceIdentifier }, call) => {
    const cluster = call.world.get(clusterKind, call.region, toIdentifier(DBClusterIdentifier));
    if (cluster === undefined) throw clusterNotFound(toIdentifier(DBClusterIdentifier));
    const before = clusterStateAt(cluster, call.nowMs);
    if (before.busy) {
      throw invalidClusterState(`DB cluster ${cluster.identifier} is not in available state.`);
    }
    const to =
      TargetDBInstanceIdentifier === undefined
        ? nextWriter(cluster)
        : checkedTarget(cluster, toIdentifier(TargetDBInstanceIdentifier), call);
    const failover = timesOf(call, { from: cluster.writer, to });
    call.world.put(clusterKind, call.region, cluster.identifier, { ...cluster, writer: to, failover });
    logFailover(call, cluster, failover);
    return {
      DBCluster: clusterShape(
        cluster,
        { ...before, shown: { status: "failing-over", writer: cluster.writer } },
        call.accountId,
        call.nowMs,
      ),
    };
  },
});

/** Without a target Aurora takes the reader with the lowest promotion tier. */
const nextWriter = (cluster: ClusterRecord): string => {
  const [next] = cluster.members
    .filter(({ identifier }) => identifier !== cluster.writer)
    .toSorted((a, b) => a.promotionTier - b.promotionTier || a.identifier.localeCompare(b.identifier));
  if (next === undefined) throw invalidClusterState(`DB cluster ${cluster.identifier} has no reader to fail over to.`);
  return next.identifier;
};

const checkedTarget = (cluster: ClusterRecord, target: string, { world, region, nowMs }: WriteCall): string => {
  const instance = world.get(instanceKind, region, target);
  // An unknown instance is no member either: the model lists no DBInstanceNotFound for this call.
  if (instance === undefined || !cluster.members.some(({ identifier }) => identifier === target)) {
    throw invalidInstanceState(`DB instance ${target} is not a member of DB cluster ${cluster.identifier}.`);
  }
  if (cluster.writer === target)
    throw invalidInstanceState(`DB instance ${target} is already the writer of DB cluster ${cluster.identifier}.`);
  if (instanceStateAt(instance, cluster, nowMs).busy) throw invalidInstanceState(`DB instance ${target} is not in available state.`);
  return target;
};

const timesOf = ({ nowMs, chance, faulty }: WriteCall, writers: { from: string; to: string }): ClusterFailover => {
  const visibleMs = nowMs + chance.durationMs(RDS_STALE_READ, "stale");
  if (faulty("never-completes")) return { requestedMs: nowMs, visibleMs, flipMs: NEVER_MS, endMs: NEVER_MS, ...writers };
  const endMs = nowMs + chance.durationMs(AURORA_FAILOVER, "failover");
  const flipMs = endMs - chance.durationMs(AURORA_OLD_WRITER_RESTART, "restart");
  return { requestedMs: nowMs, visibleMs, flipMs, endMs, ...writers };
};

const logFailover = (call: WriteCall, cluster: ClusterRecord, failover: ClusterFailover): void => {
  const zoneOf = (identifier: string) => call.world.get(instanceKind, call.region, identifier)?.availabilityZone;
  const sameZone = zoneOf(failover.from) === zoneOf(failover.to);
  const source = {
    sourceIdentifier: cluster.identifier,
    sourceType: "db-cluster" as const,
    sourceArn: clusterArn(call.accountId, cluster),
    categories: ["failover"],
  };
  const started = {
    ...source,
    eventId: sameZone ? "RDS-EVENT-0072" : "RDS-EVENT-0073",
    message: `Started ${sameZone ? "same" : "cross"} AZ failover to DB instance: ${failover.to}`,
    atMs: failover.visibleMs,
  };
  const completed = {
    ...source,
    eventId: "RDS-EVENT-0071",
    message: `Completed failover to DB instance: ${failover.to}`,
    atMs: failover.flipMs,
  };
  logRdsEvents(call, failover.flipMs === NEVER_MS ? [started] : [started, completed]);
};
