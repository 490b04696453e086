/** Read replicas behind a narrow port. */
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  PromoteReadReplicaCommand,
  PromoteReadReplicaDBClusterCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { theOnly } from "./the-only.ts";

/** A replica as RDS tells it. `replicaOf` is null once it stands alone; `replication` is the service's own word. */
export interface ReplicaFacts {
  readonly instanceId: string;
  readonly engine: string;
  readonly status: string;
  readonly replicaOf: string | null;
  readonly replication: { readonly status: string; readonly isNormal: boolean } | null;
  readonly clusterId: string | null;
  readonly backupRetentionDays: number;
}

/** A cluster as RDS tells it. `replicaOf` is null once it stands alone, `writer` null where it has no instance, `globalId` null outside global databases. */
export interface ReplicaClusterFacts {
  readonly clusterId: string;
  readonly engine: string;
  readonly status: string;
  readonly replicaOf: string | null;
  readonly writer: string | null;
  readonly globalId: string | null;
}

/** Read replicas of one Region. */
export interface ReplicaPort {
  /** Throws `DBClusterNotFoundFault`. */
  readonly describeReplicaCluster: (clusterId: string) => Promise<ReplicaClusterFacts>;
  /** For good, as `promote`. Sent once. */
  readonly promoteCluster: (clusterId: string) => Promise<void>;
  /** Throws `DBInstanceNotFoundFault`. */
  readonly describeReplica: (instanceId: string) => Promise<ReplicaFacts>;
  /** For good: an instance that stands alone does not become a replica again. Sent once. */
  readonly promote: (instanceId: string, backupRetentionDays: number | undefined) => Promise<void>;
}

/** Read replicas in a Region. */
export function createReplicaPort(env: FunctionEnv, region: string | undefined): ReplicaPort {
  const { read, mutate } = createClientPair(env, (config) => new RDSClient(config), region);
  return {
    describeReplica: async (instanceId) => {
      const { DBInstances } = await read.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceId }));
      const found = theOnly(DBInstances, "instance", instanceId);
      const replication = found.StatusInfos?.find(({ StatusType }) => StatusType === "read replication");
      return {
        instanceId: found.DBInstanceIdentifier ?? "",
        engine: found.Engine ?? "",
        status: found.DBInstanceStatus ?? "",
        // An instance may replicate an instance, or a Multi-AZ DB cluster.
        replicaOf: found.ReadReplicaSourceDBInstanceIdentifier ?? found.ReadReplicaSourceDBClusterIdentifier ?? null,
        replication: replication ? { status: replication.Status ?? "", isNormal: replication.Normal === true } : null,
        clusterId: found.DBClusterIdentifier ?? null,
        backupRetentionDays: found.BackupRetentionPeriod ?? 0,
      };
    },
    describeReplicaCluster: async (clusterId) => {
      const { DBClusters } = await read.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId }));
      const found = theOnly(DBClusters, "cluster", clusterId);
      const writer = found.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter === true);
      return {
        clusterId: found.DBClusterIdentifier ?? "",
        engine: found.Engine ?? "",
        status: found.Status ?? "",
        replicaOf: found.ReplicationSourceIdentifier ?? null,
        writer: writer?.DBInstanceIdentifier ?? null,
        globalId: found.GlobalClusterIdentifier ?? null,
      };
    },
    promoteCluster: async (clusterId) => {
      await mutate.send(new PromoteReadReplicaDBClusterCommand({ DBClusterIdentifier: clusterId }));
    },
    promote: async (instanceId, backupRetentionDays) => {
      const retention = backupRetentionDays === undefined ? {} : { BackupRetentionPeriod: backupRetentionDays };
      await mutate.send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: instanceId, ...retention }));
    },
  };
}
