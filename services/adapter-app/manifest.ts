/** What the application adapter needs from its platform. */
import { adapterManifest, type AdapterIam } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { operations } from "./src/operations.ts";

const reads: readonly AdapterIam[] = [
  { actions: ["ssm:DescribeDocument"], arns: ["arn:${partition}:ssm:*:${account}:document/*", "arn:${partition}:ssm:*::document/*"] },
  {
    actions: ["ssm:DescribeInstanceInformation", "ssm:GetCommandInvocation", "ssm:ListCommands", "ssm:ListCommandInvocations"],
    noResourceLevelSupport: "Systems Manager authorises these on all resources only (service authorization reference, AWS Systems Manager)",
  },
  { actions: ["ssm:GetAutomationExecution"], arns: ["arn:${partition}:ssm:*:${account}:automation-execution/*"] },
  { actions: ["lambda:GetFunction"], arns: ["arn:${partition}:lambda:*:${account}:function:app-recovery-*"] },
  // Scripts are read by version (service authorization reference, Amazon S3: GetObject with a versionId).
  { actions: ["s3:GetObjectVersion"], arns: ["arn:${partition}:s3:::dr-recovery-scripts-${account}/*"] },
  { actions: ["ssm:GetParameter", "ssm:GetParametersByPath"], arns: ["arn:${partition}:ssm:*:${account}:parameter/dr-orchestration/*"] },
];

/** The application adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-app",
  technology: "application",
  version: "1.0.0",
  description: "Runs what applications need to recover: documents, automations, functions, scripts, start and stop, health checks",
  operations,
  defaultOperation: "run_command",
  iam: [
    {
      actions: ["ssm:SendCommand"],
      arns: [
        "arn:${partition}:ssm:*:${account}:document/*",
        "arn:${partition}:ssm:*::document/*",
        "arn:${partition}:ec2:*:${account}:instance/*",
        "arn:${partition}:ssm:*:${account}:managed-instance/*",
      ],
    },
    ...reads,
    {
      actions: ["ssm:StartAutomationExecution"],
      arns: [
        "arn:${partition}:ssm:*:${account}:automation-definition/*",
        "arn:${partition}:ssm:*::automation-definition/*",
        "arn:${partition}:ssm:*:${account}:document/*",
        "arn:${partition}:ssm:*::document/*",
      ],
    },
    { actions: ["ssm:StopAutomationExecution"], arns: ["arn:${partition}:ssm:*:${account}:automation-execution/*"] },
    { actions: ["lambda:InvokeFunction"], arns: ["arn:${partition}:lambda:*:${account}:function:app-recovery-*"] },
    {
      actions: ["ssm:CancelCommand"],
      noResourceLevelSupport: "Systems Manager authorises it on all resources only (service authorization reference, AWS Systems Manager)",
    },
  ],
  queries: { iam: reads },
});
