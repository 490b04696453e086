/** A stateful RDS in virtual time: clusters and instances that fail over slowly, and look healthy for a moment before they begin. */
import { awsError, type FakeWorld, type WrapPort } from "@dr/adapter-kit/testing";
import type { VirtualClock } from "@dr/runtime";
import type { DatabaseClients } from "../src/clients.ts";
import type { RdsPort } from "../src/rds-client.ts";

/** A cluster of the fake; `writer` is one of `instances`. */
export interface FakeCluster {
  readonly clusterId: string;
  readonly engine?: string;
  readonly instances: readonly { readonly instanceId: string; readonly promotionTier: number; readonly status?: string }[];
  readonly writer: string;
  readonly status?: string;
}

/** An instance of the fake that belongs to no cluster. */
export interface FakeInstance {
  readonly instanceId: string;
  readonly zones: readonly [string, string];
  readonly multiAz?: boolean;
  readonly status?: string;
}

/** After a call RDS still shows the old, healthy state for this long. */
const LAG_MS = 3_000;
const CLUSTER_MS = 20_000;
const INSTANCE_MS = 60_000;

/** What stands in the fake at the start. */
export interface FakeEstate {
  readonly clusters?: readonly FakeCluster[];
  readonly instances?: readonly FakeInstance[];
}

/** Clients of which the operations under test use RDS alone. */
function onlyRds(rds: RdsPort): DatabaseClients {
  return { rds: () => rds } as DatabaseClients;
}

/** The fake. Effects read `failover orders -> orders-2` and `reboot billing`. */
export function createFakeRds({ clusters = [], instances = [] }: FakeEstate, clock: VirtualClock): FakeWorld<DatabaseClients> {
  const effects: string[] = [];
  const failovers = new Map<string, { from: string; to: string; atMs: number }>();
  const reboots = new Map<string, number[]>();
  let unknownWords = false;

  const moving = (atMs: number | undefined, durationMs: number): "before" | "during" | "after" => {
    const sinceMs = clock.nowMs() - (atMs ?? Number.NEGATIVE_INFINITY);
    if (sinceMs < LAG_MS) return "before";
    return sinceMs < durationMs ? "during" : "after";
  };
  const clusterState = (cluster: FakeCluster): { writer: string; status: string } => {
    const failover = failovers.get(cluster.clusterId);
    const phase = moving(failover?.atMs, CLUSTER_MS);
    const writer = failover ? (phase === "after" ? failover.to : failover.from) : cluster.writer;
    const busy = unknownWords ? "switching-quietly" : "failing-over";
    return { writer, status: phase === "during" ? busy : (cluster.status ?? "available") };
  };
  const instanceState = (instance: FakeInstance): { zone: string; standby: string; status: string } => {
    const done = reboots.get(instance.instanceId) ?? [];
    const phase = moving(done.at(-1), INSTANCE_MS);
    const turns = done.length - (phase === "after" ? 0 : 1);
    const index = done.length === 0 ? 0 : turns % 2;
    const status = phase === "during" ? (unknownWords ? "shuffling" : "rebooting") : (instance.status ?? "available");
    return { zone: instance.zones[index] ?? "", standby: instance.zones[1 - index] ?? "", status };
  };

  const port: RdsPort = {
    describeCluster: async (clusterId) => {
      const cluster = clusters.find((one) => one.clusterId === clusterId);
      if (!cluster) throw awsError("DBClusterNotFoundFault", 404);
      const { writer, status } = clusterState(cluster);
      const members = cluster.instances.map(({ instanceId, promotionTier }) => ({
        instanceId,
        promotionTier,
        isWriter: instanceId === writer,
      }));
      return { clusterId, engine: cluster.engine ?? "aurora-postgresql", status, members };
    },
    describeInstance: async (instanceId) => {
      const cluster = clusters.find((one) => one.instances.some((member) => member.instanceId === instanceId));
      const member = cluster?.instances.find((one) => one.instanceId === instanceId);
      const common = { instanceId, latestRestorableTime: "2026-11-23T03:55:00.000Z" };
      if (cluster && member) {
        const zones = { availabilityZone: "eu-west-1a", secondaryAvailabilityZone: undefined };
        return { ...common, ...zones, status: member.status ?? "available", multiAz: false, clusterId: cluster.clusterId };
      }
      const instance = instances.find((one) => one.instanceId === instanceId);
      if (!instance) throw awsError("DBInstanceNotFoundFault", 404);
      const { zone, standby, status } = instanceState(instance);
      return {
        ...common,
        status,
        multiAz: instance.multiAz ?? true,
        availabilityZone: zone,
        secondaryAvailabilityZone: standby,
        clusterId: undefined,
      };
    },
    failoverCluster: async (clusterId, target) => {
      const cluster = clusters.find((one) => one.clusterId === clusterId);
      if (!cluster) throw awsError("DBClusterNotFoundFault", 404);
      const { writer, status } = clusterState(cluster);
      if (moving(failovers.get(clusterId)?.atMs, CLUSTER_MS) !== "after" || status !== "available")
        throw awsError("InvalidDBClusterStateFault", 400);
      if (writer === target) throw awsError("InvalidDBInstanceStateFault", 400);
      effects.push(`failover ${clusterId} -> ${target}`);
      failovers.set(clusterId, { from: writer, to: target, atMs: clock.nowMs() });
    },
    rebootWithFailover: async (instanceId) => {
      const instance = instances.find((one) => one.instanceId === instanceId);
      if (!instance) throw awsError("DBInstanceNotFoundFault", 404);
      if (moving(reboots.get(instanceId)?.at(-1), INSTANCE_MS) === "during") throw awsError("InvalidDBInstanceStateFault", 400);
      effects.push(`reboot ${instanceId}`);
      reboots.set(instanceId, [...(reboots.get(instanceId) ?? []), clock.nowMs()]);
    },
  };
  return {
    createClients: (wrap: WrapPort) => {
      const wrapped = wrap(port);
      return onlyRds(wrapped);
    },
    effects: () => effects,
    speakUnknownWords: () => {
      unknownWords = true;
    },
  };
}
