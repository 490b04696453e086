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

const SNAPSHOTS = ["arn:${partition}:rds:*:${account}:cluster-snapshot:*", "arn:${partition}:rds:*:${account}:snapshot:*"];
const SUBNET_GROUPS = "arn:${partition}:rds:*:${account}:subgrp:*";
const GROUPS = ["pg", "cluster-pg", "og"].map((kind) => "arn:${partition}:rds:*:${account}:" + kind + ":*");
// Copies alone: what a task made has its tag, and nothing else is ever deleted.
const COPIES = [{ test: "StringLike", variable: "aws:ResourceTag/dr:copy-of", values: ["*"] }];

const PARAMETERS = "arn:${partition}:ssm:*:${account}:parameter/dr-orchestration/*";
// Databases outside AWS: two documents of AWS on managed nodes, and functions that are called for this alone.
const COMMANDS = ["arn:${partition}:ssm:*::document/AWS-RunShellScript", "arn:${partition}:ssm:*::document/AWS-RunPowerShellScript"];
const NODES = ["arn:${partition}:ssm:*:${account}:managed-instance/*", "arn:${partition}:ec2:*:${account}:instance/*"];

const reads: readonly AdapterIam[] = [
  { actions: ["rds:DescribeDBClusters"], arns: [CLUSTERS] },
  { actions: ["rds:DescribeDBInstances"], arns: [INSTANCES] },
  { actions: ["rds:DescribeGlobalClusters"], arns: [GLOBALS] },
  { actions: ["rds:DescribeDBClusterSnapshots", "rds:DescribeDBSnapshots"], arns: [CLUSTERS, INSTANCES, ...SNAPSHOTS] },
  { actions: ["elasticache:DescribeGlobalReplicationGroups"], arns: CACHES },
  { actions: ["ssm:GetParametersByPath"], arns: [PARAMETERS] },
  {
    actions: ["ssm:GetCommandInvocation", "ssm:ListCommands"],
    noResourceLevelSupport:
      "Run Command authorises looks at commands and invocations on no resource (service authorization reference, AWS Systems Manager)",
  },
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
    { actions: ["rds:PromoteReadReplicaDBCluster"], arns: [CLUSTERS] },
    { actions: ["rds:SwitchoverReadReplica"], arns: [INSTANCES] },
    // A restore is authorised on its source, on what it makes and where that goes (service authorization reference, Amazon RDS).
    {
      actions: [
        "rds:RestoreDBClusterToPointInTime",
        "rds:RestoreDBInstanceToPointInTime",
        "rds:RestoreDBClusterFromSnapshot",
        "rds:RestoreDBInstanceFromDBSnapshot",
        "rds:CreateDBInstance",
        "rds:AddTagsToResource",
      ],
      arns: [CLUSTERS, INSTANCES, ...SNAPSHOTS, SUBNET_GROUPS, ...GROUPS],
    },
    // The snapshot that a cluster may leave behind is a resource of its deletion (the same); a copy leaves none.
    { actions: ["rds:DeleteDBCluster", "rds:DeleteDBInstance"], arns: [CLUSTERS, INSTANCES, ...SNAPSHOTS], conditions: COPIES },
    { actions: ["ssm:SendCommand"], arns: [...COMMANDS, ...NODES] },
    { actions: ["lambda:InvokeFunction"], arns: ["arn:${partition}:lambda:*:${account}:function:db-recovery-*"] },
    { actions: ["elasticache:FailoverGlobalReplicationGroup"], arns: CACHES },
    // Acts on a global database and on its member clusters, in both Regions (the same).
    { actions: ["rds:SwitchoverGlobalCluster", "rds:FailoverGlobalCluster", "rds:RemoveFromGlobalCluster"], arns: [GLOBALS, CLUSTERS] },
  ],
  queries: { iam: reads },
});
