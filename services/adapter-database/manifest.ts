/** What the database adapter needs from its platform. */
import { adapterManifest, type AdapterIam } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { operations } from "./src/operations/index.ts";

// The account may look at and fail over databases in any Region: after a disaster nobody edits policies.
const reads: readonly AdapterIam[] = [
  { actions: ["rds:DescribeDBClusters"], arns: ["arn:${partition}:rds:*:${account}:cluster:*"] },
  { actions: ["rds:DescribeDBInstances"], arns: ["arn:${partition}:rds:*:${account}:db:*"] },
];

/** The database adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-database",
  technology: "database",
  version: "1.0.0",
  description: "Fails databases over, within a Region and between Regions",
  operations,
  defaultOperation: "failover",
  iam: [
    ...reads,
    { actions: ["rds:FailoverDBCluster"], arns: ["arn:${partition}:rds:*:${account}:cluster:*"] },
    { actions: ["rds:RebootDBInstance"], arns: ["arn:${partition}:rds:*:${account}:db:*"] },
    // FailoverDBCluster names its target instance, and is authorised on it too (service authorization reference, Amazon RDS).
    { actions: ["rds:FailoverDBCluster"], arns: ["arn:${partition}:rds:*:${account}:db:*"] },
    {
      // Reads and acts on a global database and on its member clusters, in both Regions (service authorization reference, Amazon RDS).
      actions: ["rds:DescribeGlobalClusters", "rds:SwitchoverGlobalCluster", "rds:FailoverGlobalCluster"],
      arns: ["arn:${partition}:rds::${account}:global-cluster:*", "arn:${partition}:rds:*:${account}:cluster:*"],
    },
    { actions: ["cloudwatch:GetMetricData"], noResourceLevelSupport: "metrics have no ARN (service authorization reference, CloudWatch)" },
  ],
  queries: { iam: reads },
});
