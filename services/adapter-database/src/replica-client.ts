/** Read replicas behind a narrow port. */
import { DescribeDBInstancesCommand, PromoteReadReplicaCommand, RDSClient } from "@aws-sdk/client-rds";
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

/** Read replicas of one Region. */
export interface ReplicaPort {
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
        replicaOf: found.ReadReplicaSourceDBInstanceIdentifier ?? null,
        replication: replication ? { status: replication.Status ?? "", isNormal: replication.Normal === true } : null,
        clusterId: found.DBClusterIdentifier ?? null,
        backupRetentionDays: found.BackupRetentionPeriod ?? 0,
      };
    },
    promote: async (instanceId, backupRetentionDays) => {
      const retention = backupRetentionDays === undefined ? {} : { BackupRetentionPeriod: backupRetentionDays };
      await mutate.send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: instanceId, ...retention }));
    },
  };
}
