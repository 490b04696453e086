/** What the database adapter needs from its platform. */
import { adapterManifest, type AdapterIam } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { failover } from "./src/operations/failover.ts";

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
  description: "Fails databases over: Aurora and Multi-AZ DB clusters, Multi-AZ DB instances",
  operations: { failover },
  iam: [
    ...reads,
    { actions: ["rds:FailoverDBCluster"], arns: ["arn:${partition}:rds:*:${account}:cluster:*"] },
    { actions: ["rds:RebootDBInstance"], arns: ["arn:${partition}:rds:*:${account}:db:*"] },
    // FailoverDBCluster names its target instance, and is authorised on it too (service authorization reference, Amazon RDS).
    { actions: ["rds:FailoverDBCluster"], arns: ["arn:${partition}:rds:*:${account}:db:*"] },
  ],
  queries: { iam: reads },
});
