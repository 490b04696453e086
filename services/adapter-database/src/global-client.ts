/**
 * Global databases behind a narrow port. Aurora, DocumentDB and Neptune share the RDS API (same endpoint, signing name, version and parameters,
 * as their SDK clients show), so one client speaks to all three.
 */
import {
  DescribeDBClustersCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  paginateDescribeDBInstances,
  paginateDescribeGlobalClusters,
  RDSClient,
  RemoveFromGlobalClusterCommand,
  SwitchoverGlobalClusterCommand,
  type GlobalCluster,
} from "@aws-sdk/client-rds";
import { collectPages, createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { theOnly } from "./the-only.ts";

/** A cluster of a global database. `sync` is the service's own word, null where it says none. */
export interface GlobalMember {
  readonly arn: string;
  readonly isWriter: boolean;
  readonly sync: string | null;
}

/** A global database as the service tells it. `change` is there only while the primary moves: its absence proves nothing. */
export interface GlobalFacts {
  readonly globalId: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly status: string;
  readonly endpoint: string | null;
  readonly members: readonly GlobalMember[];
  readonly change: { readonly status: string; readonly to: string; readonly dataLossAllowed: boolean } | null;
}

/** A member cluster where it stands. `serving`: its instances with status `available`. */
export interface MemberFacts {
  readonly status: string;
  readonly engineVersion: string;
  readonly serving: number;
}

/** Global databases as one Region sees them. Every mutation is sent once; none has a token. */
export interface GlobalPort {
  /** Throws `GlobalClusterNotFoundFault`. */
  readonly describeGlobal: (globalId: string) => Promise<GlobalFacts>;
  readonly listGlobals: () => Promise<readonly GlobalFacts[]>;
  /** A cluster of this Region. Throws `DBClusterNotFoundFault`. */
  readonly describeMember: (clusterId: string) => Promise<MemberFacts>;
  /** Planned: waits until the target has everything. Hangs or fails without the primary. */
  readonly switchover: (globalId: string, targetArn: string) => Promise<void>;
  /** Unplanned: what the target has not received is lost. Without `AllowDataLoss` the service would take it for a switchover. */
  readonly failoverWithDataLoss: (globalId: string, targetArn: string) => Promise<void>;
  /** Makes a secondary a cluster of its own, for good. */
  readonly detach: (globalId: string, clusterArn: string) => Promise<void>;
}

/** Global databases, asked in a Region: any of them knows all, so take one that is up. */
export function createGlobalPort(env: FunctionEnv, region: string | undefined): GlobalPort {
  const { read, mutate } = createClientPair(env, (config) => new RDSClient(config), region);
  return {
    describeGlobal: async (globalId) => {
      const { GlobalClusters } = await read.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: globalId }));
      return toGlobal(theOnly(GlobalClusters, "global_cluster", globalId));
    },
    listGlobals: async () =>
      (await collectPages(paginateDescribeGlobalClusters({ client: read }, {}), ({ GlobalClusters }) => GlobalClusters)).map(toGlobal),
    describeMember: async (clusterId) => {
      const ofCluster = { Filters: [{ Name: "db-cluster-id", Values: [clusterId] }] };
      const [{ DBClusters }, instances] = await Promise.all([
        read.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId })),
        collectPages(paginateDescribeDBInstances({ client: read }, ofCluster), ({ DBInstances }) => DBInstances),
      ]);
      const cluster = theOnly(DBClusters, "cluster", clusterId);
      const serving = instances.filter(({ DBInstanceStatus }) => DBInstanceStatus === "available").length;
      return { status: cluster.Status ?? "", engineVersion: cluster.EngineVersion ?? "", serving };
    },
    switchover: async (globalId, targetArn) => {
      await mutate.send(new SwitchoverGlobalClusterCommand({ GlobalClusterIdentifier: globalId, TargetDbClusterIdentifier: targetArn }));
    },
    failoverWithDataLoss: async (globalId, targetArn) => {
      const target = { GlobalClusterIdentifier: globalId, TargetDbClusterIdentifier: targetArn };
      await mutate.send(new FailoverGlobalClusterCommand({ ...target, AllowDataLoss: true }));
    },
    detach: async (globalId, clusterArn) => {
      await mutate.send(new RemoveFromGlobalClusterCommand({ GlobalClusterIdentifier: globalId, DbClusterIdentifier: clusterArn }));
    },
  };
}

function toGlobal(found: GlobalCluster): GlobalFacts {
  const { FailoverState: change } = found;
  return {
    globalId: found.GlobalClusterIdentifier ?? "",
    engine: found.Engine ?? "",
    engineVersion: found.EngineVersion ?? "",
    status: found.Status ?? "",
    endpoint: found.Endpoint ?? null,
    members: (found.GlobalClusterMembers ?? []).map(({ DBClusterArn, IsWriter, SynchronizationStatus }) => ({
      arn: DBClusterArn ?? "",
      isWriter: IsWriter === true,
      sync: SynchronizationStatus ?? null,
    })),
    change: change
      ? { status: change.Status ?? "", to: change.ToDbClusterArn ?? "", dataLossAllowed: change.IsDataLossAllowed === true }
      : null,
  };
}
