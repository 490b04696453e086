/** What databases a Region has: for people who ask, never for an act. */
import { paginateDescribeDBClusters, paginateDescribeDBInstances, RDSClient } from "@aws-sdk/client-rds";
import { collectPages, createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** A cluster in a list. */
export interface ClusterSummary {
  readonly clusterId: string;
  readonly arn: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly status: string;
  readonly writer: string | null;
  readonly members: readonly string[];
  readonly endpoint: string | null;
}

/** An instance in a list. */
export interface InstanceSummary {
  readonly instanceId: string;
  readonly arn: string;
  readonly engine: string;
  readonly status: string;
  readonly availabilityZone: string | null;
  readonly multiAz: boolean;
  readonly clusterId: string | null;
  readonly replicaOf: string | null;
}

/** Lists of one Region. Reads only. */
export interface InventoryPort {
  readonly listClusters: () => Promise<readonly ClusterSummary[]>;
  readonly listInstances: () => Promise<readonly InstanceSummary[]>;
}

/** Lists in a Region. */
export function createInventoryPort(env: FunctionEnv, region: string | undefined): InventoryPort {
  const { read } = createClientPair(env, (config) => new RDSClient(config), region);
  return {
    listClusters: async () => {
      const found = await collectPages(paginateDescribeDBClusters({ client: read }, {}), ({ DBClusters }) => DBClusters);
      return found.map((cluster) => ({
        clusterId: cluster.DBClusterIdentifier ?? "",
        arn: cluster.DBClusterArn ?? "",
        engine: cluster.Engine ?? "",
        engineVersion: cluster.EngineVersion ?? "",
        status: cluster.Status ?? "",
        writer: cluster.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)?.DBInstanceIdentifier ?? null,
        members: (cluster.DBClusterMembers ?? []).map(({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? ""),
        endpoint: cluster.Endpoint ?? null,
      }));
    },
    listInstances: async () => {
      const found = await collectPages(paginateDescribeDBInstances({ client: read }, {}), ({ DBInstances }) => DBInstances);
      return found.map((instance) => ({
        instanceId: instance.DBInstanceIdentifier ?? "",
        arn: instance.DBInstanceArn ?? "",
        engine: instance.Engine ?? "",
        status: instance.DBInstanceStatus ?? "",
        availabilityZone: instance.AvailabilityZone ?? null,
        multiAz: instance.MultiAZ === true,
        clusterId: instance.DBClusterIdentifier ?? null,
        replicaOf: instance.ReadReplicaSourceDBInstanceIdentifier ?? null,
      }));
    },
  };
}
