// The simulated EC2: instances (those that DRS launched among them), security groups, launch templates.
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { ATTACH, COPY_SNAPSHOT, CREATE_VOLUME, FAST_RESTORE, SNAPSHOT } from "./ebs-durations.ts";
import { describeInstanceStatus } from "./describe-instance-status.ts";
import { describeInstances } from "./describe-instances.ts";
import { describeSecurityGroupRules, describeSecurityGroups } from "./describe-security-groups.ts";
import { describeSubnets } from "./describe-subnets.ts";
import { EC2_START, EC2_STATUS_CHECKS, EC2_STOP, EC2_TERMINATE } from "./durations.ts";
import { startInstances, stopInstances, terminateInstances } from "./instance-acts.ts";
import { planEc2 } from "./plan.ts";
import { describeLaunchTemplateVersions, runInstances } from "./run-instances.ts";
import { authorizeEgress, authorizeIngress, revokeEgress, revokeIngress } from "./security-group-acts.ts";
import { ec2Seed } from "./seed.ts";
import { copySnapshot, createSnapshots, describeFast, describeSnapshots, disableFast, enableFast } from "./snapshots.ts";
import { STATE_CHANGE } from "./state-events.ts";
import { ec2View } from "./view.ts";
import { attachVolume, createVolume, deleteVolume, describeVolumes, detachVolume } from "./volumes.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidParameterValue",
  unknownAction: "InvalidAction",
  throttled: { code: "RequestLimitExceeded", status: 503 },
  internal: { code: "InternalError", status: 500 },
};

/** Amazon EC2. */
export const ec2 = defineService({
  service: "ec2",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-ec2");
    return sdkProtocol(module, module.EC2Client, errors);
  },
  operations: {
    AttachVolume: attachVolume,
    CopySnapshot: copySnapshot,
    CreateSnapshots: createSnapshots,
    CreateVolume: createVolume,
    DeleteVolume: deleteVolume,
    DescribeFastSnapshotRestores: describeFast,
    DescribeSnapshots: describeSnapshots,
    DescribeVolumes: describeVolumes,
    DetachVolume: detachVolume,
    DisableFastSnapshotRestores: disableFast,
    EnableFastSnapshotRestores: enableFast,
    AuthorizeSecurityGroupEgress: authorizeEgress,
    AuthorizeSecurityGroupIngress: authorizeIngress,
    DescribeInstanceStatus: describeInstanceStatus,
    DescribeInstances: describeInstances,
    DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
    DescribeSecurityGroupRules: describeSecurityGroupRules,
    DescribeSecurityGroups: describeSecurityGroups,
    DescribeSubnets: describeSubnets,
    RevokeSecurityGroupEgress: revokeEgress,
    RevokeSecurityGroupIngress: revokeIngress,
    RunInstances: runInstances,
    StartInstances: startInstances,
    StopInstances: stopInstances,
    TerminateInstances: terminateInstances,
  },
  seed: ec2Seed,
  planResources: planEc2,
  view: ec2View,
  quotas: {},
  durations: {
    start: EC2_START,
    stop: EC2_STOP,
    terminate: EC2_TERMINATE,
    statusChecks: EC2_STATUS_CHECKS,
    snapshot: SNAPSHOT,
    copySnapshot: COPY_SNAPSHOT,
    createVolume: CREATE_VOLUME,
    attach: ATTACH,
    fastRestore: FAST_RESTORE,
  },
  events: [STATE_CHANGE],
});
