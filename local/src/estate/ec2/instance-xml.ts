// A recovery instance as EC2 writes it.
import { toIso } from "../estate-clock.ts";
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

const stateXml = (instance: RecoveryInstanceRecord, nowMs: number) => {
  const name = ec2StateAt(instance, nowMs) ?? "pending";
  return { code: STATE_CODES[name], name };
};

/** The `Instance` element at a moment. */
export const instanceXml = (instance: RecoveryInstanceRecord, nowMs: number) => ({
  instanceId: instance.recoveryInstanceId,
  imageId: "ami-0simulated000000",
  instanceState: stateXml(instance, nowMs),
  instanceType: "m6i.large",
  launchTime: toIso(instance.createdMs),
  placement: { availabilityZone: instance.availabilityZone, tenancy: "default" },
  privateIpAddress: instance.privateIp,
  subnetId: "subnet-0simulated00000",
  vpcId: "vpc-0simulated0000000",
  architecture: "x86_64",
  rootDeviceType: "ebs",
  tagSet: {
    item: [
      { key: "AWSElasticDisasterRecoverySourceServerID", value: instance.sourceServerId },
      { key: "dr:simulated", value: "true" },
    ],
  },
});

/** The `InstanceStatus` element at a moment: checks turn ok some time after the instance runs. */
export const instanceStatusXml = (instance: RecoveryInstanceRecord, nowMs: number) => {
  const state = stateXml(instance, nowMs);
  const checks = checksOf(instance, state.name, nowMs);
  return {
    instanceId: instance.recoveryInstanceId,
    availabilityZone: instance.availabilityZone,
    instanceState: state,
    instanceStatus: checks,
    systemStatus: checks,
  };
};

const checksOf = ({ statusOkMs }: RecoveryInstanceRecord, state: string, nowMs: number) => {
  if (state !== "running") return { status: "not-applicable" };
  const passed = nowMs >= statusOkMs;
  return {
    status: passed ? "ok" : "initializing",
    details: { item: [{ name: "reachability", status: passed ? "passed" : "initializing" }] },
  };
};
