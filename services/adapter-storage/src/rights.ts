/** What this adapter's roles may do on AWS: looking, which queries may do too, and acting. */
import type { AdapterIam } from "@dr/adapter-kit";

const fileSystems = "arn:${partition}:elasticfilesystem:*:${account}:file-system/*";

/** What reads: it changes nothing. */
export const reading: readonly AdapterIam[] = [
  { actions: ["elasticfilesystem:DescribeFileSystems", "elasticfilesystem:DescribeReplicationConfigurations"], arns: [fileSystems] },
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
];
