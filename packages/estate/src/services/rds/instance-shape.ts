// A DB instance as DescribeDBInstances and RebootDBInstance write it.
import type { DBInstance } from "@aws-sdk/client-rds";
import { type ClusterRecord, instanceArn, type InstanceRecord } from "./records.ts";
import type { InstanceState } from "./instance-state.ts";
import { toTagList } from "../../tag-list.ts";

const BACKUP_LOG_INTERVAL_MS = 5 * 60_000;

/** The `DBInstance`. Members of a cluster have no secondary zone and MultiAZ false, as on AWS. */
export const instanceShape = (
  { instance, cluster }: { readonly instance: InstanceRecord; readonly cluster: ClusterRecord | undefined },
  { shown, replicaOf }: Pick<InstanceState, "shown" | "replicaOf">,
  accountId: string,
  nowMs: number,
): DBInstance => ({
  DBInstanceIdentifier: instance.identifier,
  DBInstanceArn: instanceArn(accountId, instance),
  DbiResourceId: `db-SIMULATED${instance.identifier.toUpperCase().replaceAll("-", "")}`,
  DBInstanceClass: "db.r6g.large",
  Engine: instance.engine,
  EngineVersion: instance.engineVersion,
  DBInstanceStatus: shown.status,
  Endpoint: {
    Address: `${instance.identifier}.simulated.${instance.region}.rds.amazonaws.com`,
    Port: instance.engine.includes("postgres") ? 5432 : 3306,
  },
  InstanceCreateTime: new Date(instance.createdMs),
  BackupRetentionPeriod: 7,
  AvailabilityZone: shown.availabilityZone,
  SecondaryAvailabilityZone: shown.secondaryAvailabilityZone,
  MultiAZ: shown.secondaryAvailabilityZone !== undefined,
  // RDS ships the logs of instances every five minutes; Aurora instances report no restorable time of their own.
  LatestRestorableTime: cluster === undefined ? new Date(Math.floor(nowMs / BACKUP_LOG_INTERVAL_MS) * BACKUP_LOG_INTERVAL_MS) : undefined,
  ReadReplicaSourceDBInstanceIdentifier: replicaOf,
  StatusInfos: replicaOf === undefined ? [] : [{ StatusType: "read replication", Status: "replicating", Normal: true }],
  PubliclyAccessible: false,
  StorageEncrypted: true,
  DeletionProtection: instance.made === undefined,
  DBClusterIdentifier: instance.clusterIdentifier,
  PromotionTier: cluster?.members.find(({ identifier }) => identifier === instance.identifier)?.promotionTier,
  TagList: [{ Key: "dr:simulated", Value: "true" }, ...toTagList(instance.made?.tags ?? {})],
  DBSubnetGroup: { DBSubnetGroupName: instance.made?.subnetGroup ?? "production" },
  VpcSecurityGroups: (instance.made?.securityGroupIds ?? []).map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: "active" })),
});
