/** The part of Amazon RDS that failover needs, behind a narrow port; the only file that knows the SDK. */
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  FailoverDBClusterCommand,
  RDSClient,
  RebootDBInstanceCommand,
  type DBCluster,
  type DBInstance,
} from "@aws-sdk/client-rds";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { theOnly } from "./the-only.ts";

/** A cluster as RDS tells it. `status` is RDS's own word; new words appear. */
export interface ClusterFacts {
  readonly clusterId: string;
  readonly engine: string;
  readonly status: string;
  readonly members: readonly { readonly instanceId: string; readonly isWriter: boolean; readonly promotionTier: number }[];
}

/** An instance as RDS tells it. `clusterId` is there when it belongs to a cluster. */
export interface InstanceFacts {
  readonly instanceId: string;
  readonly status: string;
  readonly multiAz: boolean;
  readonly availabilityZone: string | undefined;
  readonly secondaryAvailabilityZone: string | undefined;
  readonly clusterId: string | undefined;
  readonly latestRestorableTime: string | undefined;
}

/** RDS in one Region. Reads are repeated by the client, `failover…` and `reboot…` are sent once. */
export interface RdsPort {
  /** Throws `DBClusterNotFoundFault`. */
  readonly describeCluster: (clusterId: string) => Promise<ClusterFacts>;
  /** Throws `DBInstanceNotFoundFault`. */
  readonly describeInstance: (instanceId: string) => Promise<InstanceFacts>;
  readonly failoverCluster: (clusterId: string, targetInstanceId: string) => Promise<void>;
  /** Toggles: a second call fails the instance back. */
  readonly rebootWithFailover: (instanceId: string) => Promise<void>;
}

/** RDS in a Region. */
export function createRdsPort(env: FunctionEnv, region: string | undefined): RdsPort {
  const { read, mutate } = createClientPair(env, (config) => new RDSClient(config), region);
  return {
    describeCluster: async (clusterId) => {
      const { DBClusters } = await read.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId }));
      return toCluster(theOnly(DBClusters, "cluster", clusterId));
    },
    describeInstance: async (instanceId) => {
      const { DBInstances } = await read.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceId }));
      return toInstance(theOnly(DBInstances, "instance", instanceId));
    },
    failoverCluster: async (clusterId, targetInstanceId) => {
      await mutate.send(new FailoverDBClusterCommand({ DBClusterIdentifier: clusterId, TargetDBInstanceIdentifier: targetInstanceId }));
    },
    rebootWithFailover: async (instanceId) => {
      await mutate.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: instanceId, ForceFailover: true }));
    },
  };
}

function toCluster(cluster: DBCluster): ClusterFacts {
  return {
    clusterId: cluster.DBClusterIdentifier ?? "",
    engine: cluster.Engine ?? "",
    status: cluster.Status ?? "",
    members: (cluster.DBClusterMembers ?? []).map((member) => ({
      instanceId: member.DBInstanceIdentifier ?? "",
      isWriter: member.IsClusterWriter === true,
      promotionTier: member.PromotionTier ?? 15,
    })),
  };
}

function toInstance(instance: DBInstance): InstanceFacts {
  return {
    instanceId: instance.DBInstanceIdentifier ?? "",
    status: instance.DBInstanceStatus ?? "",
    multiAz: instance.MultiAZ === true,
    availabilityZone: instance.AvailabilityZone,
    secondaryAvailabilityZone: instance.SecondaryAvailabilityZone,
    clusterId: instance.DBClusterIdentifier,
    latestRestorableTime: instance.LatestRestorableTime?.toISOString(),
  };
}
