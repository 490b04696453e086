// What a DB instance looks like at a moment: a pure function of its record, its cluster and estate time.
import { clusterStateAt } from "./cluster-state.ts";
import { type ClusterRecord, type InstanceReboot, type InstanceRecord, type RoleChange, takesActs } from "./records.ts";

/** The instance as RDS knows it at `nowMs`; `shown` is what Describe says, which lags behind at first. */
export type InstanceState = {
  readonly busy: boolean;
  readonly shown: {
    readonly status: string;
    readonly availabilityZone: string;
    readonly secondaryAvailabilityZone?: string;
  };
  /** The source, while it is a read replica. */
  readonly replicaOf?: string;
};

/** A reboot with failover shows: available (stale), rebooting, zones swapped, available. */
export const instanceStateAt = (instance: InstanceRecord, cluster: ClusterRecord | undefined, nowMs: number): InstanceState => {
  const passage = passageOf(instance, nowMs);
  if (passage !== undefined) return { busy: true, shown: { status: passage, ...zonesOf(instance, false) } };
  if (instance.roleChange !== undefined && nowMs < instance.roleChange.endMs) return changingAt(instance, instance.roleChange, nowMs);
  if (instance.replicaOf !== undefined) return replicaAt(instance, instance.replicaOf, nowMs);
  const { reboot } = instance;
  if (reboot !== undefined && nowMs < reboot.endMs) return rebootingAt(instance, reboot, nowMs);
  const restarting = cluster !== undefined && clusterStateAt(cluster, nowMs).restarting === instance.identifier;
  const { restingStatus = "available" } = instance;
  const busy = restarting || !takesActs(restingStatus);
  return { busy, shown: { status: restarting ? "rebooting" : restingStatus, ...zonesOf(instance, false) } };
};

const rebootingAt = (instance: InstanceRecord, { failover, visibleMs, flipMs }: InstanceReboot, nowMs: number): InstanceState => {
  const status = nowMs < visibleMs ? "available" : "rebooting";
  return { busy: true, shown: { status, ...zonesOf(instance, failover && nowMs < flipMs) } };
};

/** It is not there yet, or not for long. */
const passageOf = ({ goneMs, readyMs }: InstanceRecord, nowMs: number): string | undefined => {
  if (goneMs !== undefined) return "deleting";
  return readyMs !== undefined && nowMs < readyMs ? "creating" : undefined;
};

const replicaAt = (instance: InstanceRecord, replicaOf: string, nowMs: number): InstanceState => {
  const { promotion } = instance;
  const zones = zonesOf(instance, false);
  if (promotion === undefined) return { busy: false, replicaOf, shown: { status: "available", ...zones } };
  if (nowMs >= promotion.endMs) return { busy: false, shown: { status: "available", ...zones } };
  return { busy: true, replicaOf, shown: { status: nowMs < promotion.visibleMs ? "available" : "modifying", ...zones } };
};

/** A switchover shows: available and the old role (stale), modifying, the new role, available. */
const changingAt = (instance: InstanceRecord, { visibleMs, flipMs, before }: RoleChange, nowMs: number): InstanceState => {
  const replicaOf = nowMs < flipMs ? before : instance.replicaOf;
  const shown = { status: nowMs < visibleMs ? "available" : "modifying", ...zonesOf(instance, false) };
  return { busy: true, shown, ...(replicaOf !== undefined && { replicaOf }) };
};

const zonesOf = ({ availabilityZone, secondaryAvailabilityZone }: InstanceRecord, swapped: boolean) => {
  if (secondaryAvailabilityZone === undefined) return { availabilityZone };
  return swapped
    ? { availabilityZone: secondaryAvailabilityZone, secondaryAvailabilityZone: availabilityZone }
    : { availabilityZone, secondaryAvailabilityZone };
};
