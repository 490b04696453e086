/** What this adapter's roles may do on AWS: looking, which queries may do too, and acting. */
import type { AdapterIam } from "@dr/adapter-kit";

const fileSystems = "arn:${partition}:elasticfilesystem:*:${account}:file-system/*";
const snapshots = "arn:${partition}:ec2:*::snapshot/*";
const volumes = "arn:${partition}:ec2:*:${account}:volume/*";
const instances = "arn:${partition}:ec2:*:${account}:instance/*";
const points = [
  "arn:${partition}:backup:*:${account}:recovery-point:*",
  "arn:${partition}:ec2:*::snapshot/*",
  "arn:${partition}:fsx:*:${account}:backup/*",
];
const vaults = "arn:${partition}:backup:*:${account}:backup-vault:*";
const fsxFileSystems = "arn:${partition}:fsx:*:${account}:file-system/*";
const keys = "arn:${partition}:kms:*:${account}:key/*";
/** What this adapter made, and nothing else. */
const ours = [{ test: "StringLike", variable: "aws:ResourceTag/dr:operation-id", values: ["*"] }];
const throughEc2 = { test: "StringLike", variable: "kms:ViaService", values: ["ec2.*.amazonaws.com*"] };

/** What reads: it changes nothing. */
export const reading: readonly AdapterIam[] = [
  { actions: ["elasticfilesystem:DescribeFileSystems", "elasticfilesystem:DescribeReplicationConfigurations"], arns: [fileSystems] },
  {
    actions: ["ec2:DescribeFastSnapshotRestores", "ec2:DescribeInstances", "ec2:DescribeSnapshots", "ec2:DescribeVolumes"],
    noResourceLevelSupport: "EC2 authorises its describe actions on no resource (service authorization reference, Amazon EC2)",
  },
  { actions: ["backup:DescribeRecoveryPoint", "backup:GetRecoveryPointRestoreMetadata"], arns: points },
  {
    actions: ["backup:DescribeCopyJob", "backup:DescribeRestoreJob", "backup:ListRecoveryPointsByResource"],
    noResourceLevelSupport:
      "AWS Backup authorises reads of jobs and lists by resource on no resource (service authorization reference, AWS Backup)",
  },
  {
    actions: ["fsx:DescribeFileSystems"],
    noResourceLevelSupport: "FSx authorises DescribeFileSystems on no resource (service authorization reference, Amazon FSx)",
  },
];

/**
 * Restores and copies in the role that the plan names. What a restore made is taken away by its own service; AWS Backup does not say on the
 * resource that it made it, so that no condition can: only what a job of this adapter's own token tells as created is ever asked to be deleted.
 * That the same volume may be deleted as one that was made of a snapshot needs no statement of its own beside this: with a condition it would promise
 * what this one does not keep.
 */
const backups: readonly AdapterIam[] = [
  { actions: ["backup:StartRestoreJob"], arns: points },
  { actions: ["backup:StartCopyJob"], arns: [...points, vaults] },
  {
    actions: ["backup:PutRestoreValidationResult"],
    noResourceLevelSupport: "AWS Backup authorises PutRestoreValidationResult on no resource (service authorization reference, AWS Backup)",
  },
  {
    actions: ["iam:PassRole"],
    arns: ["arn:${partition}:iam::${account}:role/dr-backup-*"],
    conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: ["backup.amazonaws.com"] }],
  },
  { actions: ["elasticfilesystem:DeleteFileSystem"], arns: [fileSystems] },
  { actions: ["fsx:DeleteFileSystem"], arns: [fsxFileSystems] },
  { actions: ["ec2:DeleteVolume"], arns: [volumes] },
];

/** Snapshots, their copies under keys of either Region, and volumes of them. Only what carries our tag is attached and detached; deleting is among `backups`, which tells why. */
const disks: readonly AdapterIam[] = [
  { actions: ["ec2:CreateSnapshots"], arns: [snapshots, volumes, instances] },
  { actions: ["ec2:CopySnapshot", "ec2:EnableFastSnapshotRestores", "ec2:DisableFastSnapshotRestores"], arns: [snapshots] },
  { actions: ["ec2:CreateVolume"], arns: [snapshots, volumes] },
  {
    actions: ["ec2:CreateTags"],
    arns: [snapshots, volumes],
    conditions: [{ test: "StringEquals", variable: "ec2:CreateAction", values: ["CreateSnapshots", "CopySnapshot", "CreateVolume"] }],
  },
  { actions: ["ec2:AttachVolume", "ec2:DetachVolume"], arns: [instances] },
  { actions: ["ec2:AttachVolume", "ec2:DetachVolume"], arns: [volumes], conditions: ours },
  {
    actions: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
    arns: [keys],
    conditions: [throughEc2],
  },
  {
    actions: ["kms:CreateGrant"],
    arns: [keys],
    conditions: [throughEc2, { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
  },
];

/** What acts. */
export const acting: readonly AdapterIam[] = [
  {
    actions: [
      "elasticfilesystem:CreateReplicationConfiguration",
      "elasticfilesystem:DeleteReplicationConfiguration",
      "elasticfilesystem:UpdateFileSystemProtection",
    ],
    arns: [fileSystems],
  },
  {
    actions: ["elasticfilesystem:TagResource"],
    arns: [fileSystems],
    conditions: [{ test: "ForAllValues:StringEquals", variable: "aws:TagKeys", values: ["dr:active-since"] }],
  },
  ...disks,
  ...backups,
];
