/** The part of Amazon RDS that failover needs, behind a narrow port; the only file that knows the SDK. */
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  FailoverDBClusterCommand,
  RDSClient,
  RebootDBInstanceCommand,
  type DBCluster,
  type DBInstance,
  type Filter,
} from "@aws-sdk/client-rds";
import { createClientPair, gatherReads } from "@dr/adapter-kit";
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

/** Names in one request: an answer has room for 100 (RDS API reference, MaxRecords). */
const AT_MOST = 50;

/** RDS in a Region. What several tasks look at in the same moment is described by one request. */
export function createRdsPort(env: FunctionEnv, region: string | undefined): RdsPort {
  const { read, mutate } = createClientPair(env, (config) => new RDSClient(config), region);
  return {
    describeCluster: gatherReads({
      atMost: AT_MOST,
      together: async (names) => {
        const { DBClusters = [] } = await read.send(new DescribeDBClustersCommand({ Filters: [idsAre("db-cluster-id", names)] }));
        return byAskedName(names, new Map(DBClusters.map((cluster) => [cluster.DBClusterIdentifier, toCluster(cluster)])));
      },
      alone: async (clusterId) => {
        const { DBClusters } = await read.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId }));
        return toCluster(theOnly(DBClusters, "cluster", clusterId));
      },
    }),
    describeInstance: gatherReads({
      atMost: AT_MOST,
      together: async (names) => {
        const { DBInstances = [] } = await read.send(new DescribeDBInstancesCommand({ Filters: [idsAre("db-instance-id", names)] }));
        return byAskedName(names, new Map(DBInstances.map((instance) => [instance.DBInstanceIdentifier, toInstance(instance)])));
      },
      alone: async (instanceId) => {
        const { DBInstances } = await read.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceId }));
        return toInstance(theOnly(DBInstances, "instance", instanceId));
      },
    }),
    failoverCluster: async (clusterId, targetInstanceId) => {
      await mutate.send(new FailoverDBClusterCommand({ DBClusterIdentifier: clusterId, TargetDBInstanceIdentifier: targetInstanceId }));
    },
    rebootWithFailover: async (instanceId) => {
      await mutate.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: instanceId, ForceFailover: true }));
    },
  };
}

/** RDS keeps identifiers in lower case (API reference, DBClusterIdentifier), whatever a plan writes. */
function idsAre(filter: string, names: readonly string[]): Filter {
  return { Name: filter, Values: names.map((name) => name.toLowerCase()) };
}

function byAskedName<Facts>(names: readonly string[], found: ReadonlyMap<string | undefined, Facts>): ReadonlyMap<string, Facts> {
  const pairs = names.map((name) => [name, found.get(name.toLowerCase())] as const);
  return new Map(pairs.flatMap(([name, facts]) => (facts === undefined ? [] : [[name, facts]])));
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
