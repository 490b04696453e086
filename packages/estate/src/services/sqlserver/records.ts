// The records of the simulated SQL Server: instances, an availability group over them, database snapshots.
import { defineKind } from "../../world/kind.ts";

/** An instance by its name. `site`: the Region it stands in. */
export type InstanceRecord = { readonly name: string; readonly site: string; readonly username: string; readonly password: string };
/** Instances by name. */
export const instanceKind = defineKind<InstanceRecord>("sqlserver.instance");

/** A replica of a group. `mode`: how it commits. */
export type ReplicaRecord = { readonly name: string; readonly mode: string };

/** A database of a group. `dataFiles`: how many data files it has. `suspendedOn`: replicas on which its movement is suspended since a forced failover; `resuming`: until when, of those resumed. */
export type DatabaseRecord = {
  readonly name: string;
  readonly dataFiles: number;
  readonly suspendedOn: readonly string[];
  readonly resuming: Readonly<Record<string, number>>;
};

/**
 * An availability group. `primary` until `next.atMs`, when `next.primary` has taken over; databases recover until `onlineMs`. A secondary that was
 * switched to synchronous commit is synchronized from `syncedMs` on. `lagSeconds`: how far an asynchronous secondary is behind; null: unknown.
 */
export type GroupRecord = {
  readonly name: string;
  readonly clusterType: string;
  readonly quorum: string;
  readonly primary: string;
  readonly next?: { readonly primary: string; readonly atMs: number };
  readonly onlineMs: number;
  readonly syncedMs: number;
  readonly lagSeconds: number | null;
  readonly replicas: readonly ReplicaRecord[];
  readonly databases: readonly DatabaseRecord[];
};
/** Groups by name. */
export const groupKind = defineKind<GroupRecord>("sqlserver.group");

/** A database snapshot on one instance. */
export type SnapshotRecord = { readonly instance: string; readonly name: string; readonly of: string; readonly createdMs: number };
/** Snapshots by `instance/name`. */
export const snapshotKind = defineKind<SnapshotRecord>("sqlserver.snapshot");
