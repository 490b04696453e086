/** Copies of databases behind a narrow port: what they are made of, how they are made, and how they are removed. */
import {
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
  RestoreDBInstanceFromDBSnapshotCommand,
  RestoreDBInstanceToPointInTimeCommand,
  type DBCluster,
  type DBInstance,
} from "@aws-sdk/client-rds";
import { createClientPair, fromTagList, toTagList } from "@dr/adapter-kit";
import { hasCode } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";
import { theOnly } from "./the-only.ts";

/** A database as far as a copy of it is concerned. `restorableUntil` is ISO 8601, UTC. */
export interface CopyFacts {
  readonly id: string;
  readonly status: string;
  readonly engine: string;
  readonly subnetGroup: string | null;
  readonly restorableUntil: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Of an instance its class; of a cluster the instance that writes. */
  readonly instanceClass: string | null;
  readonly writer: string | null;
}

/** A snapshot; `takenAt` is ISO 8601, UTC. */
export interface SnapshotFacts {
  readonly id: string;
  readonly engine: string;
  readonly status: string;
  readonly source: string;
  readonly takenAt: string | null;
}

/** Where a copy goes and what it is called. */
export interface Placement {
  readonly id: string;
  readonly subnetGroup: string;
  readonly securityGroupIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Kind of a database. */
export type CopyKind = "cluster" | "instance";

/** Copies in one Region. Reads are repeated by the client, everything else is sent once; a name that is taken is the service's refusal. */
export interface RestorePort {
  /** Null if there is none of that name. */
  readonly find: (kind: CopyKind, id: string) => Promise<CopyFacts | null>;
  /** Throws `…SnapshotNotFoundFault`. */
  readonly snapshot: (kind: CopyKind, id: string) => Promise<SnapshotFacts>;
  /** `toTime` null: the latest time there is. */
  readonly restoreToTime: (
    kind: CopyKind,
    from: { readonly source: string; readonly toTime: string | null; readonly copyOnWrite: boolean },
    to: Placement,
  ) => Promise<void>;
  readonly restoreSnapshot: (kind: CopyKind, from: { readonly snapshot: string; readonly engine: string }, to: Placement) => Promise<void>;
  /** Puts an instance into a cluster. */
  readonly createMember: (
    member: Pick<Placement, "id" | "tags"> & { readonly clusterId: string; readonly engine: string; readonly instanceClass: string },
  ) => Promise<void>;
  /** Without a last snapshot: the copy is not worth one. */
  readonly remove: (kind: CopyKind, id: string) => Promise<void>;
}

/** Copies in a Region. */
export function createRestorePort(env: FunctionEnv, region: string | undefined): RestorePort {
  const { read, mutate } = createClientPair(env, (config) => new RDSClient(config), region);
  return { ...looksWith(read), ...makesWith(mutate) };
}

function looksWith(read: RDSClient): Pick<RestorePort, "find" | "snapshot"> {
  return {
    find: async (kind, id) => {
      try {
        if (kind === "cluster")
          return toClusterCopy(theOnly((await read.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }))).DBClusters, kind, id));
        return toInstanceCopy(
          theOnly((await read.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }))).DBInstances, kind, id),
        );
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
    snapshot: async (kind, id) => {
      if (kind === "cluster") {
        const { DBClusterSnapshots } = await read.send(new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: id }));
        const found = theOnly(DBClusterSnapshots, "cluster snapshot", id);
        return toSnapshot(found, { id: found.DBClusterSnapshotIdentifier, source: found.DBClusterIdentifier });
      }
      const { DBSnapshots } = await read.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: id }));
      const found = theOnly(DBSnapshots, "snapshot", id);
      return toSnapshot(found, { id: found.DBSnapshotIdentifier, source: found.DBInstanceIdentifier });
    },
  };
}

function makesWith(mutate: RDSClient): Omit<RestorePort, "find" | "snapshot"> {
  return {
    restoreToTime: async (kind, { source, toTime, copyOnWrite }, to) => {
      const latest = toTime === null ? { UseLatestRestorableTime: true } : {};
      if (kind === "cluster") {
        const when = toTime === null ? latest : { RestoreToTime: new Date(toTime) };
        const type = copyOnWrite ? ({ RestoreType: "copy-on-write" } as const) : {};
        await mutate.send(
          new RestoreDBClusterToPointInTimeCommand({
            SourceDBClusterIdentifier: source,
            DBClusterIdentifier: to.id,
            ...when,
            ...type,
            ...placed(to),
          }),
        );
      } else {
        const when = toTime === null ? latest : { RestoreTime: new Date(toTime) };
        await mutate.send(
          new RestoreDBInstanceToPointInTimeCommand({
            SourceDBInstanceIdentifier: source,
            TargetDBInstanceIdentifier: to.id,
            ...when,
            ...placed(to),
          }),
        );
      }
    },
    restoreSnapshot: async (kind, { snapshot, engine }, to) => {
      await (kind === "cluster"
        ? mutate.send(
            new RestoreDBClusterFromSnapshotCommand({
              SnapshotIdentifier: snapshot,
              DBClusterIdentifier: to.id,
              Engine: engine,
              ...placed(to),
            }),
          )
        : mutate.send(
            new RestoreDBInstanceFromDBSnapshotCommand({ DBSnapshotIdentifier: snapshot, DBInstanceIdentifier: to.id, ...placed(to) }),
          ));
    },
    createMember: async ({ id, clusterId, engine, instanceClass, tags }) => {
      await mutate.send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier: id,
          DBClusterIdentifier: clusterId,
          Engine: engine,
          DBInstanceClass: instanceClass,
          PubliclyAccessible: false,
          Tags: toTagList(tags),
        }),
      );
    },
    remove: async (kind, id) => {
      await (kind === "cluster"
        ? mutate.send(new DeleteDBClusterCommand({ DBClusterIdentifier: id, SkipFinalSnapshot: true }))
        : mutate.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: id, SkipFinalSnapshot: true })));
    },
  };
}

function isNotFound(error: unknown): boolean {
  const { name } = error as { readonly name?: string };
  return (
    name === "DBClusterNotFoundFault" ||
    name === "DBInstanceNotFoundFault" ||
    hasCode(error, "database.cluster_not_found") ||
    hasCode(error, "database.instance_not_found")
  );
}

function placed({ subnetGroup, securityGroupIds, tags }: Placement) {
  return { DBSubnetGroupName: subnetGroup, VpcSecurityGroupIds: [...securityGroupIds], Tags: toTagList(tags) };
}

function toClusterCopy(cluster: DBCluster): CopyFacts {
  return {
    id: cluster.DBClusterIdentifier ?? "",
    status: cluster.Status ?? "",
    engine: cluster.Engine ?? "",
    subnetGroup: cluster.DBSubnetGroup ?? null,
    restorableUntil: cluster.LatestRestorableTime?.toISOString() ?? null,
    tags: fromTagList(cluster.TagList),
    instanceClass: cluster.DBClusterInstanceClass ?? null,
    writer: cluster.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter === true)?.DBInstanceIdentifier ?? null,
  };
}

function toInstanceCopy(instance: DBInstance): CopyFacts {
  return {
    id: instance.DBInstanceIdentifier ?? "",
    status: instance.DBInstanceStatus ?? "",
    engine: instance.Engine ?? "",
    subnetGroup: instance.DBSubnetGroup?.DBSubnetGroupName ?? null,
    restorableUntil: instance.LatestRestorableTime?.toISOString() ?? null,
    tags: fromTagList(instance.TagList),
    instanceClass: instance.DBInstanceClass ?? null,
    writer: null,
  };
}

function toSnapshot(
  found: { readonly Engine?: string | undefined; readonly Status?: string | undefined; readonly SnapshotCreateTime?: Date | undefined },
  { id = "", source = "" }: { readonly id?: string | undefined; readonly source?: string | undefined },
): SnapshotFacts {
  return { id, source, engine: found.Engine ?? "", status: found.Status ?? "", takenAt: found.SnapshotCreateTime?.toISOString() ?? null };
}
