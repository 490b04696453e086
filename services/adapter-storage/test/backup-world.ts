/** Recovery points of a disk, of EFS and of FSx file systems in us-west-2, for tests of AWS Backup. */
import type { SeedDocument } from "@dr/estate";

/** What was backed up, in us-east-1. */
export const DISK = "arn:aws:ec2:us-east-1:123456789012:volume/vol-0a1a1a1a1a1a1a1a1";
export const FILES = "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-0aaaaaaaaaaaaaaa1";
export const WINDOWS = "arn:aws:fsx:us-east-1:123456789012:file-system/fs-0fffffffffffffff1";

/** The account of tests. */
const POINT = "arn:aws:backup:us-west-2:123456789012:recovery-point:";
/** ARN of a point by its id. */
export const pointArn = (id: string): string => `${POINT}${id}`;

/** Points of the disk from the oldest to the newest. */
export const OLDEST = "0000-3";
export const OLDER = "0000-2";
export const NEWEST = "0000-1";

const role = "arn:aws:iam::123456789012:role/dr-backup-restore";
export const RESTORE_CONFIG = {
  region: "us-west-2",
  role,
  metadata: { availabilityZone: "us-west-2a", SubnetIds: '["subnet-1"]' },
};
export const COPY_CONFIG = {
  region: "us-west-2",
  role,
  destinationVault: "arn:aws:backup:eu-west-1:123456789012:backup-vault:dr-clean",
};

type PointSeed = NonNullable<NonNullable<SeedDocument["backup"]>["recoveryPoints"]>[number];

/** Three points of the disk, one, five and ten hours old, and one of each file system; `of` says what else is known of one. */
export function backupSeed(of: Readonly<Record<string, Partial<PointSeed>>> = {}): SeedDocument {
  const points = [
    { id: NEWEST, resourceArn: DISK, ageSeconds: 3_600 },
    { id: OLDER, resourceArn: DISK, ageSeconds: 18_000 },
    { id: OLDEST, resourceArn: DISK, ageSeconds: 36_000 },
    { id: "0000-4", resourceArn: FILES, ageSeconds: 3_600 },
    { id: "0000-5", resourceArn: WINDOWS, ageSeconds: 3_600 },
  ];
  return { backup: { recoveryPoints: points.map((one) => ({ region: "us-west-2", scan: "clean" as const, ...one, ...of[one.id] })) } };
}
