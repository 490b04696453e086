// The EC2 instance behind a recovery instance.
import type { WriteCall } from "../../operation.ts";
import { withPhases } from "../ec2/instance-state.ts";
import { instanceKind, type InstanceRecord, SIMULATED_IMAGE, SIMULATED_SUBNET, SIMULATED_VPC } from "../ec2/records.ts";
import { recoveryInstanceKind, type RecoveryInstanceRecord } from "./records.ts";

/** The instance that EC2 shows for a launch. */
export const asEc2Instance = (instance: RecoveryInstanceRecord): InstanceRecord => ({
  instanceId: instance.recoveryInstanceId,
  reservationId: `r-${instance.recoveryInstanceId.slice(2)}`,
  region: instance.region,
  availabilityZone: instance.availabilityZone,
  privateIp: instance.privateIp,
  instanceType: "m6i.large",
  imageId: SIMULATED_IMAGE,
  subnetId: SIMULATED_SUBNET,
  vpcId: SIMULATED_VPC,
  securityGroupIds: [],
  tags: { AWSElasticDisasterRecoverySourceServerID: instance.sourceServerId },
  launchMs: instance.createdMs,
  phases: [
    { fromMs: instance.createdMs, state: "pending" },
    { fromMs: instance.runningMs, state: instance.launchDisposition === "STOPPED" ? "stopped" : "running" },
  ],
  checksMs: instance.statusOkMs - instance.runningMs,
  ...(instance.impaired === true && { impaired: true }),
});

/** Ends a recovery instance, in DRS and in EC2. */
export const retireInstance = (
  { world, region, nowMs }: WriteCall,
  instance: RecoveryInstanceRecord,
  { shuttingDownMs, terminatedMs }: { readonly shuttingDownMs: number; readonly terminatedMs: number },
): void => {
  const id = instance.recoveryInstanceId;
  world.put(recoveryInstanceKind, region, id, { ...instance, shuttingDownMs, terminatedMs });
  const shown = world.get(instanceKind, region, id);
  if (shown === undefined) return;
  const keeps = shown.phases.filter(({ fromMs }) => fromMs > nowMs && fromMs < shuttingDownMs);
  const ends = [
    ...keeps,
    { fromMs: shuttingDownMs, state: "shutting-down" as const },
    { fromMs: terminatedMs, state: "terminated" as const },
  ];
  world.put(instanceKind, region, id, withPhases(shown, nowMs, ends));
};
