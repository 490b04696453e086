// A recovery instance as EC2 writes it.
import type { Instance, InstanceState, InstanceStateName, InstanceStatus, InstanceStatusSummary } from "@aws-sdk/client-ec2";
import type { RecoveryInstanceRecord } from "../drs/records.ts";
import { ec2StateAt } from "../drs/recovery-instance-state.ts";

// The codes of the EC2 API reference (InstanceState).
const STATE_CODES: Readonly<Record<string, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

const stateShape = (instance: RecoveryInstanceRecord, nowMs: number): InstanceState => {
  const name = ec2StateAt(instance, nowMs) ?? "pending";
  return { Code: STATE_CODES[name], Name: name as InstanceStateName };
};

/** The `Instance` at a moment. */
export const instanceShape = (instance: RecoveryInstanceRecord, nowMs: number): Instance => ({
  InstanceId: instance.recoveryInstanceId,
  ImageId: "ami-0simulated000000",
  State: stateShape(instance, nowMs),
  InstanceType: "m6i.large",
  LaunchTime: new Date(instance.createdMs),
  Placement: { AvailabilityZone: instance.availabilityZone, Tenancy: "default" },
  PrivateIpAddress: instance.privateIp,
  SubnetId: "subnet-0simulated00000",
  VpcId: "vpc-0simulated0000000",
  Architecture: "x86_64",
  RootDeviceType: "ebs",
  Tags: [
    { Key: "AWSElasticDisasterRecoverySourceServerID", Value: instance.sourceServerId },
    { Key: "dr:simulated", Value: "true" },
  ],
});

/** The `InstanceStatus` at a moment: checks turn ok some time after the instance runs. */
export const instanceStatusShape = (instance: RecoveryInstanceRecord, nowMs: number): InstanceStatus => {
  const state = stateShape(instance, nowMs);
  const checks = checksOf(instance, state.Name, nowMs);
  return {
    InstanceId: instance.recoveryInstanceId,
    AvailabilityZone: instance.availabilityZone,
    InstanceState: state,
    InstanceStatus: checks,
    SystemStatus: checks,
  };
};

const checksOf = ({ statusOkMs }: RecoveryInstanceRecord, state: string | undefined, nowMs: number): InstanceStatusSummary => {
  if (state !== "running") return { Status: "not-applicable" };
  const passed = nowMs >= statusOkMs;
  return { Status: passed ? "ok" : "initializing", Details: [{ Name: "reachability", Status: passed ? "passed" : "initializing" }] };
};
