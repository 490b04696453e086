/** What the database adapter needs from its platform. */
import { adapterManifest, type AdapterIam } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { operations } from "./src/operations/index.ts";

// The account may fail over in any Region: after a disaster nobody edits policies.
const CLUSTERS = "arn:${partition}:rds:*:${account}:cluster:*";
const INSTANCES = "arn:${partition}:rds:*:${account}:db:*";
const CACHES = [
  "arn:${partition}:elasticache::${account}:globalreplicationgroup:*",
  "arn:${partition}:elasticache:*:${account}:replicationgroup:*",
];
const GLOBALS = "arn:${partition}:rds::${account}:global-cluster:*";

const reads: readonly AdapterIam[] = [
  { actions: ["rds:DescribeDBClusters"], arns: [CLUSTERS] },
  { actions: ["rds:DescribeDBInstances"], arns: [INSTANCES] },
  { actions: ["rds:DescribeGlobalClusters"], arns: [GLOBALS] },
  { actions: ["elasticache:DescribeGlobalReplicationGroups"], arns: CACHES },
  {
    actions: ["cloudwatch:GetMetricData"],
    noResourceLevelSupport: "metrics have no ARN (service authorization reference, Amazon CloudWatch)",
  },
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
    // FailoverDBCluster names its target instance, and is authorised on it too (service authorization reference, Amazon RDS).
    { actions: ["rds:FailoverDBCluster"], arns: [CLUSTERS, INSTANCES] },
    { actions: ["rds:RebootDBInstance", "rds:PromoteReadReplica"], arns: [INSTANCES] },
    { actions: ["elasticache:FailoverGlobalReplicationGroup"], arns: CACHES },
    // Acts on a global database and on its member clusters, in both Regions (the same).
    { actions: ["rds:SwitchoverGlobalCluster", "rds:FailoverGlobalCluster", "rds:RemoveFromGlobalCluster"], arns: [GLOBALS, CLUSTERS] },
  ],
  queries: { iam: reads },
});
