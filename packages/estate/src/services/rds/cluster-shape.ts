// An Aurora cluster as DescribeDBClusters and FailoverDBCluster write it.
import type { DBCluster } from "@aws-sdk/client-rds";
import type { ClusterState } from "./cluster-state.ts";
import { clusterArn, type ClusterRecord } from "./records.ts";
import { toTagList } from "../../tag-list.ts";

/** The `DBCluster`. Endpoints carry the word "simulated": nothing listens there. */
export const clusterShape = (
  cluster: ClusterRecord,
  { shown, replicaOf }: Pick<ClusterState, "shown" | "replicaOf">,
  accountId: string,
  nowMs: number,
): DBCluster => ({
  AvailabilityZones: ["a", "b", "c"].map((zone) => `${cluster.region}${zone}`),
  BackupRetentionPeriod: 7,
  DBClusterIdentifier: cluster.identifier,
  DBClusterArn: clusterArn(accountId, cluster),
  DbClusterResourceId: `cluster-SIMULATED${cluster.identifier.toUpperCase().replaceAll("-", "")}`,
  Status: shown.status,
  Endpoint: `${cluster.identifier}.cluster-simulated.${cluster.region}.rds.amazonaws.com`,
  ReaderEndpoint: `${cluster.identifier}.cluster-ro-simulated.${cluster.region}.rds.amazonaws.com`,
  Port: cluster.engine.includes("postgres") ? 5432 : 3306,
  ReplicationSourceIdentifier: replicaOf,
  MultiAZ: cluster.members.length > 1,
  Engine: cluster.engine,
  EngineVersion: cluster.engineVersion,
  EngineMode: "provisioned",
  DeletionProtection: cluster.made === undefined,
  StorageEncrypted: true,
  EarliestRestorableTime: new Date(cluster.createdMs),
  LatestRestorableTime: new Date(nowMs),
  ClusterCreateTime: new Date(cluster.createdMs),
  DBClusterMembers: cluster.members.map(({ identifier, promotionTier }) => ({
    DBInstanceIdentifier: identifier,
    IsClusterWriter: identifier === shown.writer,
    DBClusterParameterGroupStatus: "in-sync",
    PromotionTier: promotionTier,
  })),
  TagList: [{ Key: "dr:simulated", Value: "true" }, ...toTagList(cluster.made?.tags ?? {})],
  DBSubnetGroup: cluster.made?.subnetGroup ?? "production",
  VpcSecurityGroups: (cluster.made?.securityGroupIds ?? []).map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: "active" })),
});
