/** What the DRS adapter needs from its platform. */
import { adapterManifest, type AdapterIam } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { launchRights } from "./src/launch-rights.ts";
import { operations } from "./src/operations.ts";

const reads: readonly AdapterIam[] = [
  {
    actions: ["drs:DescribeSourceServers", "drs:DescribeJobs", "drs:DescribeRecoveryInstances"],
    noResourceLevelSupport:
      "DRS authorises its list actions on no resource (service authorization reference, AWS Elastic Disaster Recovery)",
  },
  {
    actions: ["drs:DescribeRecoverySnapshots", "drs:GetLaunchConfiguration", "drs:ListLaunchActions"],
    arns: ["arn:${partition}:drs:*:${account}:source-server/*"],
  },
  { actions: ["drs:DescribeJobLogItems"], arns: ["arn:${partition}:drs:*:${account}:job/*"] },
  {
    actions: [
      "ec2:DescribeInstances",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
    ],
    noResourceLevelSupport: "EC2 authorises its Describe actions on no resource (service authorization reference, Amazon EC2)",
  },
];

/** The existing DRS solution, where a task or a question goes through it. */
const solution: readonly AdapterIam[] = [
  {
    actions: ["secretsmanager:GetSecretValue"],
    arns: ["arn:${partition}:secretsmanager:*:${account}:secret:dr-orchestration/external-apis/drs-*"],
  },
  { actions: ["cognito-idp:AdminInitiateAuth"], arns: ["arn:${partition}:cognito-idp:*:${account}:userpool/*"] },
  { actions: ["lambda:InvokeFunction"], arns: ["arn:${partition}:lambda:*:${account}:function:*-execution-handler-*"] },
  // Its state machine is followed and never started: started directly it skips the solution's own checks.
  { actions: ["states:DescribeExecution"], arns: ["arn:${partition}:states:*:${account}:execution:*-orchestration-*:*"] },
];

/** The DRS adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-drs",
  technology: "drs",
  version: "1.0.0",
  description: "Launches DRS source servers as drill or recovery instances",
  operations,
  defaultOperation: "recovery",
  echoes: "enterprise.dr.drs",
  iam: [
    ...reads,
    {
      actions: ["drs:ListTagsForResource"],
      noResourceLevelSupport:
        "StartRecovery depends on it, and DRS authorises it on no resource (service authorization reference, AWS Elastic Disaster Recovery)",
    },
    {
      // With its dependent actions (service authorization reference, AWS Elastic Disaster Recovery).
      actions: ["drs:StartRecovery", "drs:CreateRecoveryInstanceForDrs"],
      arns: ["arn:${partition}:drs:*:${account}:source-server/*"],
    },
    {
      actions: ["drs:TerminateRecoveryInstances", "drs:ReverseReplication", "drs:StartFailbackLaunch", "drs:StopFailback"],
      arns: ["arn:${partition}:drs:*:${account}:recovery-instance/*"],
    },
    { actions: ["drs:TagResource", "drs:UntagResource"], arns: ["arn:${partition}:drs:*:${account}:source-server/*"] },
    // DRS tags what it launches in its caller's name.
    {
      actions: ["drs:TagResource"],
      arns: ["arn:${partition}:drs:*:${account}:recovery-instance/*", "arn:${partition}:drs:*:${account}:job/*"],
    },
    ...launchRights,
    ...solution,
  ],
  queries: { iam: [...reads, ...solution] },
  // A job has up to 100 servers, and each is looked at before it is launched.
  sizing: { timeoutSeconds: 120 },
});
