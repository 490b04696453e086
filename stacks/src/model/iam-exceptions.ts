/** The only actions that may be granted on `*`: AWS offers no narrower resource for them (service authorization reference, November 2026). */

/**
 * Actions and why they cannot be narrowed, and what they cannot do. `pnpm synth` refuses `*` for an action that is not here, and an entry that
 * nothing uses. A manifest gives its own reason too (`noResourceLevelSupport`).
 */
const exceptions: readonly { readonly actions: readonly string[]; readonly why: string }[] = [
  {
    actions: ["dynamodb:ListStreams"],
    why: "The action has no resource type. Lambda demands it of a stream consumer; it tells the names of streams and nothing of their records.",
  },
  {
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    why: "The actions have no resource type. They write the caller's own trace segments and the tracer's health figures.",
  },
  {
    actions: ["drs:DescribeSourceServers", "drs:DescribeJobs", "drs:DescribeRecoveryInstances"],
    why: "The actions have no resource type. They read the state of replication and of recovery jobs; starting and terminating are narrowed.",
  },
  {
    actions: [
      "ec2:DescribeAccountAttributes",
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribeImages",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeInstanceTypes",
      "ec2:DescribeInstances",
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:DescribeLaunchTemplates",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSnapshots",
      "ec2:DescribeSubnets",
      "ec2:DescribeVolumes",
      "ec2:GetEbsDefaultKmsKeyId",
      "ec2:GetEbsEncryptionByDefault",
    ],
    why: "The actions have no resource type. DRS reads with them, in its caller's name, where it will launch; they change nothing.",
  },
  {
    actions: [
      "ssm:CancelCommand",
      "ssm:DescribeInstanceInformation",
      "ssm:GetCommandInvocation",
      "ssm:ListCommandInvocations",
      "ssm:ListCommands",
    ],
    why: "The actions take no narrower resource. They read nodes and commands, and stop a command whose id is known; sending is narrowed.",
  },
];

/** Action → why it may be granted on `*`. */
export const unscopedActions: ReadonlyMap<string, string> = new Map(
  exceptions.flatMap(({ actions, why }) => actions.map((action) => [action, why] as const)),
);
