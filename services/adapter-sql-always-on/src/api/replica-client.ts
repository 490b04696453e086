/** One instance behind a narrow port: what it knows of its group, and the statements that change it, each sent once. */
import { quoteName, quoteText, type SqlRow, type SqlRunner, type SqlValue } from "./runner.ts";

/** A replica as the group's catalog has it; roles are known of those that the instance sees. */
export interface ReplicaFacts {
  readonly name: string;
  readonly mode: string;
  readonly role: string | null;
  readonly connected: string | null;
  readonly isLocal: boolean;
}
/** A database of the group on one replica. Seconds and kilobytes null: nobody knows. */
export interface DatabaseFacts {
  readonly name: string;
  readonly replica: string;
  readonly isLocal: boolean;
  readonly synchronization: string;
  readonly isReady: boolean;
  readonly isSuspended: boolean;
  readonly suspendReason: string | null;
  readonly lagSeconds: number | null;
  readonly sendQueueKb: number | null;
  readonly lastCommit: string | null;
  /** State of the database itself, of the local one. */
  readonly state: string | null;
}
/** A data file by its logical name, and its place. */
export interface DataFile {
  readonly name: string;
  readonly path: string;
}
/** A group as one instance sees it. A secondary sees its own state alone. */
export interface GroupFacts {
  readonly name: string;
  readonly clusterType: string;
  readonly quorum: string;
  /** Null while nobody knows, as when the role changes hands. */
  readonly primary: string | null;
  readonly replicas: readonly ReplicaFacts[];
  readonly databases: readonly DatabaseFacts[];
  /** Database snapshots on this instance. */
  readonly snapshots: readonly string[];
}

/** Throws what the driver throws. */
export interface ReplicaPort {
  /** Null where the instance takes no part in such a group. */
  readonly group: (name: string, timeoutMs?: number) => Promise<GroupFacts | null>;
  /** Data files of a database, in the order of the catalog; none where it is not here. A database snapshot has to name all of them (error 5127). */
  readonly dataFiles: (database: string) => Promise<readonly DataFile[]>;
  /** On the primary. */
  readonly setMode: (group: string, replica: string, mode: string) => Promise<void>;
  /** On the target, which has to be synchronized. */
  readonly failover: (group: string) => Promise<void>;
  /** On the target: what it has not received is lost. */
  readonly forceFailover: (group: string) => Promise<void>;
  /** On the suspended secondary: what it alone has is discarded. */
  readonly resume: (database: string) => Promise<void>;
  readonly createSnapshot: (snapshot: {
    readonly name: string;
    readonly of: string;
    /** Where each data file's sparse file goes. */
    readonly files: readonly DataFile[];
  }) => Promise<void>;
  readonly dropSnapshot: (name: string) => Promise<void>;
}

/** The port on a runner. Statements are plain selects of one view each, joined here: the same on every version. */
export function createReplicaPort(run: SqlRunner): ReplicaPort {
  const one = async (sql: string): Promise<void> => {
    await run([{ sql }]);
  };
  return {
    group: async (name, timeoutMs) => {
      const [[found]] = (await run([{ sql: GROUP, params: { group: name }, timeoutMs }])) as [readonly SqlRow[]];
      if (!found) return null;
      const id = text(found["group_id"]);
      const answers = await run([
        ...[REPLICAS, STATES, REPLICA_STATES, DATABASE_STATES].map((sql) => ({ sql, params: { id }, timeoutMs })),
        ...[CLUSTER_STATES, DATABASES, QUORUM].map((sql) => ({ sql, timeoutMs })),
      ]);
      return toGroup(found, answers);
    },
    dataFiles: async (database) => {
      const [[known]] = (await run([{ sql: `${DATABASES} WHERE name = @name`, params: { name: database } }])) as [readonly SqlRow[]];
      if (!known) return [];
      const [files = []] = await run([{ sql: FILES, params: { id: text(known["database_id"]) } }]);
      return files.map((file) => ({ name: text(file["name"]), path: text(file["physical_name"]) }));
    },
    setMode: (group, replica, mode) =>
      one(
        `ALTER AVAILABILITY GROUP ${quoteName(group)} MODIFY REPLICA ON ${quoteText(replica)} WITH (AVAILABILITY_MODE = ${mode === "SYNCHRONOUS_COMMIT" ? "SYNCHRONOUS_COMMIT" : "ASYNCHRONOUS_COMMIT"})`,
      ),
    failover: (group) => one(`ALTER AVAILABILITY GROUP ${quoteName(group)} FAILOVER`),
    forceFailover: (group) => one(`ALTER AVAILABILITY GROUP ${quoteName(group)} FORCE_FAILOVER_ALLOW_DATA_LOSS`),
    resume: (database) => one(`ALTER DATABASE ${quoteName(database)} SET HADR RESUME`),
    createSnapshot: ({ name, of, files }) => {
      const places = files.map((file) => `(NAME = ${quoteText(file.name)}, FILENAME = ${quoteText(file.path)})`).join(", ");
      return one(`CREATE DATABASE ${quoteName(name)} ON ${places} AS SNAPSHOT OF ${quoteName(of)}`);
    },
    dropSnapshot: (name) => one(`DROP DATABASE ${quoteName(name)}`),
  };
}

const GROUP = "SELECT group_id, name, cluster_type_desc FROM sys.availability_groups WHERE name = @group";
const REPLICAS = "SELECT replica_id, replica_server_name, availability_mode_desc FROM sys.availability_replicas WHERE group_id = @id";
const STATES = "SELECT primary_replica FROM sys.dm_hadr_availability_group_states WHERE group_id = @id";
const REPLICA_STATES =
  "SELECT replica_id, is_local, role_desc, connected_state_desc FROM sys.dm_hadr_availability_replica_states WHERE group_id = @id";
const DATABASE_STATES =
  "SELECT replica_id, group_database_id, is_local, synchronization_state_desc, is_suspended, suspend_reason_desc, log_send_queue_size, secondary_lag_seconds, last_commit_time FROM sys.dm_hadr_database_replica_states WHERE group_id = @id";
const CLUSTER_STATES =
  "SELECT replica_id, group_database_id, database_name, is_failover_ready FROM sys.dm_hadr_database_replica_cluster_states";
const DATABASES = "SELECT name, database_id, state_desc, source_database_id FROM sys.databases";
const QUORUM = "SELECT quorum_state_desc FROM sys.dm_hadr_cluster";
const FILES = "SELECT name, physical_name FROM sys.master_files WHERE database_id = @id AND type_desc = N'ROWS'";

function toGroup(found: SqlRow, answers: readonly (readonly SqlRow[])[]): GroupFacts {
  const [replicas = [], [states] = [], replicaStates = [], databaseStates = [], clusterStates = [], databases = [], [cluster] = []] =
    answers;
  const nameOf = new Map(replicas.map((row) => [text(row["replica_id"]), text(row["replica_server_name"])]));
  const stateOf = new Map(replicaStates.map((row) => [text(row["replica_id"]), row]));
  const onHand = new Map(databases.map((row) => [text(row["name"]).toLowerCase(), text(row["state_desc"])]));
  return {
    name: text(found["name"]),
    clusterType: text(found["cluster_type_desc"]),
    quorum: text(cluster?.["quorum_state_desc"]),
    primary: text(states?.["primary_replica"]) || null,
    replicas: replicas.map((row) => {
      const state = stateOf.get(text(row["replica_id"]));
      return {
        name: text(row["replica_server_name"]),
        mode: text(row["availability_mode_desc"]),
        role: state ? text(state["role_desc"]) : null,
        connected: state ? text(state["connected_state_desc"]) : null,
        isLocal: truth(state?.["is_local"]),
      };
    }),
    databases: databaseStates.map((row) => {
      const ready = clusterStates.find(
        (other) => other["replica_id"] === row["replica_id"] && other["group_database_id"] === row["group_database_id"],
      );
      const name = text(ready?.["database_name"]);
      return {
        name,
        replica: nameOf.get(text(row["replica_id"])) ?? "",
        isLocal: truth(row["is_local"]),
        synchronization: text(row["synchronization_state_desc"]),
        isReady: truth(ready?.["is_failover_ready"]),
        isSuspended: truth(row["is_suspended"]),
        suspendReason: text(row["suspend_reason_desc"]) || null,
        lagSeconds: number(row["secondary_lag_seconds"]),
        sendQueueKb: number(row["log_send_queue_size"]),
        lastCommit: time(row["last_commit_time"]),
        state: truth(row["is_local"]) ? (onHand.get(name.toLowerCase()) ?? null) : null,
      };
    }),
    snapshots: databases.filter((row) => row["source_database_id"] !== null).map((row) => text(row["name"])),
  };
}

function text(value: SqlValue | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}
function truth(value: SqlValue | undefined): boolean {
  return value === true || value === 1;
}
/** `bigint` comes as text. */
function number(value: SqlValue | undefined): number | null {
  return value === null || value === undefined || value === "" ? null : Number(value);
}
function time(value: SqlValue | undefined): string | null {
  return value instanceof Date ? value.toISOString() : null;
}
