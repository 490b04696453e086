/** The EC2 rights that DRS uses in its caller's name when it launches or terminates: without them a job starts and every launch in it fails. */
import type { AdapterManifestOptions } from "@dr/adapter-kit";

const own = (...kinds: readonly string[]): readonly string[] => kinds.map((kind) => `arn:\${partition}:ec2:*:\${account}:${kind}/*`);

/** Images and snapshots have ARNs without an account. */
const PUBLIC = ["arn:${partition}:ec2:*::image/*", "arn:${partition}:ec2:*::snapshot/*"];

/** The function alone may do none of this: only DRS in its name. */
const conditions = [{ test: "Bool", variable: "aws:ViaAWSService", values: ["true"] }];

/** After the managed policy AWSElasticDisasterRecoveryConsoleFullAccess_v2 (AWS managed policy reference), as far as launching and terminating need it. */
export const launchRights: AdapterManifestOptions["iam"] = [
  {
    actions: ["ec2:RunInstances", "ec2:CreateFleet"],
    arns: [
      ...own("instance", "volume", "network-interface", "subnet", "security-group", "launch-template", "key-pair", "fleet"),
      ...PUBLIC,
    ],
    conditions,
  },
  {
    actions: ["ec2:StartInstances", "ec2:StopInstances", "ec2:TerminateInstances", "ec2:ModifyInstanceAttribute", "ec2:GetConsoleOutput"],
    arns: own("instance"),
    conditions,
  },
  // The only Describe action of EC2 that has a resource.
  { actions: ["ec2:DescribeInstanceAttribute"], arns: own("instance"), conditions },
  {
    actions: ["ec2:CreateVolume", "ec2:DeleteVolume", "ec2:AttachVolume", "ec2:DetachVolume", "ec2:ModifyVolume"],
    arns: [...own("volume", "instance"), ...PUBLIC],
    conditions,
  },
  { actions: ["ec2:CreateSnapshot", "ec2:DeleteSnapshot"], arns: [...own("volume"), ...PUBLIC], conditions },
  {
    actions: [
      "ec2:CreateLaunchTemplate",
      "ec2:CreateLaunchTemplateVersion",
      "ec2:ModifyLaunchTemplate",
      "ec2:DeleteLaunchTemplate",
      "ec2:DeleteLaunchTemplateVersions",
    ],
    arns: own("launch-template"),
    conditions,
  },
  {
    actions: [
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:CreateSecurityGroup",
      "ec2:AuthorizeSecurityGroupEgress",
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:RevokeSecurityGroupEgress",
    ],
    arns: own("network-interface", "subnet", "security-group", "vpc"),
    conditions,
  },
  {
    actions: ["ec2:CreateTags", "ec2:AssociateIamInstanceProfile"],
    arns: [
      ...own("instance", "volume", "network-interface", "launch-template", "security-group", "snapshot", "fleet"),
      "arn:${partition}:ec2:*::snapshot/*",
    ],
    conditions,
  },
  {
    actions: ["iam:PassRole"],
    // Replication servers are launched by DRS's own role. The last one is the instance's role where post-launch actions are on (DRS user guide).
    arns: ["ConversionServer", "RecoveryInstance", "RecoveryInstanceWithLaunchActions"].map(
      (role) => `arn:\${partition}:iam::\${account}:role/service-role/AWSElasticDisasterRecovery${role}Role`,
    ),
    conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: ["ec2.amazonaws.com"] }],
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
    noResourceLevelSupport:
      "EC2 authorises these Describe actions, and the account's EBS defaults, on no resource (service authorization reference, Amazon EC2)",
  },
];
