/** What the database adapter needs from its platform. */
import { adapterManifest } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { failover } from "./src/operations/failover.ts";

/** The database adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-database",
  technology: "database",
  version: "1.0.0",
  description: "Fails databases over: Aurora and Multi-AZ DB clusters, Multi-AZ DB instances",
  operations: { failover },
  iam: [
    {
      actions: ["rds:DescribeDBClusters", "rds:FailoverDBCluster"],
      // The account may fail over in any Region: after a disaster nobody edits policies.
      arns: ["arn:${partition}:rds:*:${account}:cluster:*"],
    },
    { actions: ["rds:DescribeDBInstances", "rds:RebootDBInstance"], arns: ["arn:${partition}:rds:*:${account}:db:*"] },
    // FailoverDBCluster names its target instance, and is authorised on it too (service authorization reference, Amazon RDS).
    { actions: ["rds:FailoverDBCluster"], arns: ["arn:${partition}:rds:*:${account}:db:*"] },
  ],
});
