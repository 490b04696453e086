// An instance as EC2 writes it.
import type { Instance, InstanceState, InstanceStateChange, InstanceStatus, InstanceStatusSummary } from "@aws-sdk/client-ec2";
import { checksPassed, instanceStateAt } from "./instance-state.ts";
import type { InstanceRecord, InstanceStateWord } from "./records.ts";
import { toTagList } from "../../tag-list.ts";

// The codes of the EC2 API reference (InstanceState).
const STATE_CODES: Readonly<Record<InstanceStateWord, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

const stateShape = (name: InstanceStateWord): InstanceState => ({ Code: STATE_CODES[name], Name: name });

/** The `Instance` at a moment. */
export const instanceShape = (instance: InstanceRecord, nowMs: number): Instance => ({
  InstanceId: instance.instanceId,
  ImageId: instance.imageId,
  State: stateShape(instanceStateAt(instance, nowMs) ?? "pending"),
  InstanceType: instance.instanceType as Instance["InstanceType"],
  LaunchTime: new Date(instance.launchMs),
  Placement: { AvailabilityZone: instance.availabilityZone, Tenancy: "default" },
  PrivateIpAddress: instance.privateIp,
  SubnetId: instance.subnetId,
  VpcId: instance.vpcId,
  Architecture: "x86_64",
  RootDeviceType: "ebs",
  SecurityGroups: instance.securityGroupIds.map((GroupId) => ({ GroupId })),
  ClientToken: instance.clientToken,
  Tags: toTagList({ ...instance.tags, "dr:simulated": "true" }),
});

/** The `InstanceStatus` at a moment: checks turn ok some time after the instance runs. */
export const instanceStatusShape = (instance: InstanceRecord, nowMs: number): InstanceStatus => {
  const state = instanceStateAt(instance, nowMs) ?? "pending";
  const checks = checksOf(instance, state, nowMs);
  return {
    InstanceId: instance.instanceId,
    AvailabilityZone: instance.availabilityZone,
    InstanceState: stateShape(state),
    InstanceStatus: checks,
    SystemStatus: checks,
  };
};

const checksOf = (instance: InstanceRecord, state: InstanceStateWord, nowMs: number): InstanceStatusSummary => {
  if (state !== "running") return { Status: "not-applicable" };
  if (!checksPassed(instance, nowMs)) return summary("initializing", "initializing");
  return instance.impaired === true ? summary("impaired", "failed") : summary("ok", "passed");
};

const summary = (Status: NonNullable<InstanceStatusSummary["Status"]>, reachability: "passed" | "failed" | "initializing") => ({
  Status,
  Details: [{ Name: "reachability" as const, Status: reachability }],
});

/** The `InstanceStateChange` that an act answers. */
export const stateChange = (before: InstanceRecord, after: InstanceRecord, nowMs: number): InstanceStateChange => ({
  InstanceId: before.instanceId,
  PreviousState: stateShape(instanceStateAt(before, nowMs) ?? "pending"),
  CurrentState: stateShape(instanceStateAt(after, nowMs) ?? "pending"),
});
