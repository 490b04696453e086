// A recovery instance at a moment, as DRS and EC2 see it.
import { toIso } from "../../estate-clock.ts";
import { instanceStateAt } from "../ec2/instance-state.ts";
import { instanceKind } from "../ec2/records.ts";
import type { WorldView } from "../../world/world.ts";
import { recoveryInstanceKind, type RecoveryInstanceRecord, type SourceServerRecord } from "./records.ts";

/** EC2's word for the instance; undefined before it exists. */
const ec2StateOf = (world: WorldView, { region, recoveryInstanceId }: RecoveryInstanceRecord, nowMs: number): string | undefined => {
  const instance = world.get(instanceKind, region, recoveryInstanceId);
  return instance === undefined ? undefined : instanceStateAt(instance, nowMs);
};

/** Whether DescribeRecoveryInstances lists it: from the end of its launch until it is terminated. */
export const isListed = ({ registeredMs, terminatedMs }: RecoveryInstanceRecord, nowMs: number): boolean =>
  nowMs >= registeredMs && (terminatedMs === undefined || nowMs < terminatedMs);

/** The recovery instance that a server has now, if any. */
export const liveInstanceOf = (
  world: WorldView,
  { region, sourceServerId }: SourceServerRecord,
  nowMs: number,
): RecoveryInstanceRecord | undefined =>
  world.list(recoveryInstanceKind, region).find((instance) => instance.sourceServerId === sourceServerId && isListed(instance, nowMs));

/** The `RecoveryInstance` at a moment. */
export const recoveryInstanceJson = (world: WorldView, instance: RecoveryInstanceRecord, accountId: string, nowMs: number) => ({
  recoveryInstanceID: instance.recoveryInstanceId,
  arn: `arn:aws:drs:${instance.region}:${accountId}:recovery-instance/${instance.recoveryInstanceId}`,
  ec2InstanceID: instance.recoveryInstanceId,
  ec2InstanceState: (ec2StateOf(world, instance, nowMs) ?? "NOT_FOUND").toUpperCase(),
  sourceServerID: instance.sourceServerId,
  jobID: instance.jobId,
  isDrill: instance.isDrill,
  pointInTimeSnapshotDateTime: toIso(instance.snapshotMs),
  originEnvironment: instance.failbackReadyMs === undefined ? "AWS" : "ON_PREMISES",
  originAvailabilityZone: instance.availabilityZone,
  dataReplicationInfo: { dataReplicationState: "NOT_STARTED" },
  failback: { state: failbackStateAt(instance, nowMs), ...(instance.failback && { failbackJobID: instance.failback.jobId }) },
  recoveryInstanceProperties: { networkInterfaces: [{ ips: [instance.privateIp], isPrimary: true }] },
  tags: { "dr:simulated": "true" },
});

/** DRS's word for the failback of an instance. */
export const failbackStateAt = ({ failbackReadyMs, failback }: RecoveryInstanceRecord, nowMs: number): string => {
  if (failback !== undefined && nowMs >= failback.startMs) return nowMs < failback.endMs ? "FAILBACK_IN_PROGRESS" : "FAILBACK_COMPLETED";
  if (failbackReadyMs === undefined) return "FAILBACK_NOT_STARTED";
  return nowMs < failbackReadyMs ? "FAILBACK_NOT_READY_FOR_LAUNCH" : "FAILBACK_READY_FOR_LAUNCH";
};
