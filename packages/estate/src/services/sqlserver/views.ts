// The catalog and dynamic management views that may be selected from, as one instance sees them: a secondary tells of itself alone.
import { GLOBAL_REGION } from "../../world/kind.ts";
import {
  groupsOn,
  isSuspended,
  isSynchronized,
  isUp,
  lagAt,
  lastCommitAt,
  type Moment,
  primaryAt,
  roleAt,
  synchronizationAt,
} from "./group-state.ts";
import { type GroupRecord, snapshotKind } from "./records.ts";

/** A value of a cell; a `Date` is a datetime. */
export type Cell = string | number | boolean | Date | null;
/** A row by column. */
export type Row = Readonly<Record<string, Cell>>;

type View = (instance: string, moment: Moment) => readonly Row[];

/** Replicas that an instance knows the state of: all on the primary, itself elsewhere. */
const seenFrom = (group: GroupRecord, instance: string, moment: Moment) =>
  group.replicas.filter(({ name }) => name === instance || primaryAt(group, moment.nowMs) === instance);

const perDatabase = (
  instance: string,
  moment: Moment,
  row: (group: GroupRecord, replica: string, database: GroupRecord["databases"][number]) => Row,
): readonly Row[] =>
  groupsOn(instance, moment).flatMap((group) =>
    seenFrom(group, instance, moment).flatMap(({ name }) => group.databases.map((database) => row(group, name, database))),
  );

const KB_PER_SECOND = 512;

const VIEWS: Readonly<Record<string, View>> = {
  "sys.availability_groups": (instance, moment) =>
    groupsOn(instance, moment).map(({ name, clusterType }) => ({ group_id: name, name, cluster_type_desc: clusterType })),
  "sys.availability_replicas": (instance, moment) =>
    groupsOn(instance, moment).flatMap((group) =>
      group.replicas.map(({ name, mode }) => ({
        group_id: group.name,
        replica_id: name,
        replica_server_name: name,
        availability_mode_desc: mode,
        failover_mode_desc: "MANUAL",
      })),
    ),
  "sys.dm_hadr_availability_group_states": (instance, moment) =>
    groupsOn(instance, moment).map((group) => ({ group_id: group.name, primary_replica: primaryAt(group, moment.nowMs) ?? "" })),
  "sys.dm_hadr_availability_replica_states": (instance, moment) =>
    groupsOn(instance, moment).flatMap((group) =>
      seenFrom(group, instance, moment).map(({ name }) => ({
        group_id: group.name,
        replica_id: name,
        is_local: name === instance,
        role_desc: roleAt(group, name, moment),
        connected_state_desc: isUp(name, moment) ? "CONNECTED" : "DISCONNECTED",
        synchronization_health_desc: healthOf(group, name, moment),
      })),
    ),
  "sys.dm_hadr_database_replica_cluster_states": (instance, moment) =>
    perDatabase(instance, moment, (group, replica, database) => ({
      replica_id: replica,
      group_database_id: database.name,
      database_name: database.name,
      is_failover_ready: isSynchronized(group, database, replica, moment),
    })),
  "sys.dm_hadr_database_replica_states": (instance, moment) =>
    perDatabase(instance, moment, (group, replica, database) => {
      // How far a secondary is behind, its primary alone can tell.
      const lag = primaryAt(group, moment.nowMs) === instance ? lagAt(group, database, replica, moment) : null;
      return {
        group_id: group.name,
        replica_id: replica,
        group_database_id: database.name,
        database_id: database.name,
        is_local: replica === instance,
        synchronization_state_desc: synchronizationAt(group, database, replica, moment),
        is_suspended: isSuspended(database, replica),
        suspend_reason_desc: isSuspended(database, replica) ? "SUSPEND_FROM_PARTNER" : null,
        log_send_queue_size: lag === null ? null : lag * KB_PER_SECOND,
        redo_queue_size: 0,
        secondary_lag_seconds: lag,
        last_commit_time: new Date(lastCommitAt(group, database, replica, moment)),
      };
    }),
  "sys.dm_hadr_cluster": (instance, moment) =>
    groupsOn(instance, moment)
      .slice(0, 1)
      .map(({ quorum }) => ({ cluster_name: "simulated", quorum_state_desc: quorum })),
  "sys.databases": (instance, moment) => [
    { name: "master", database_id: "master", state_desc: "ONLINE", source_database_id: null },
    ...groupsOn(instance, moment).flatMap((group) =>
      group.databases.map(({ name }) => ({
        name,
        database_id: name,
        state_desc: moment.nowMs >= group.onlineMs ? "ONLINE" : "RECOVERING",
        source_database_id: null,
      })),
    ),
    ...moment.world
      .list(snapshotKind, GLOBAL_REGION)
      .filter((snapshot) => snapshot.instance === instance)
      .map(({ name, of }) => ({ name, database_id: name, state_desc: "ONLINE", source_database_id: of })),
  ],
  "sys.master_files": (instance, moment) =>
    groupsOn(instance, moment).flatMap(({ databases }) =>
      databases.flatMap((database) => [
        ...dataFilesOf(database).map((file) => ({ ...file, database_id: database.name, type_desc: "ROWS" })),
        { name: `${database.name}_log`, physical_name: `L:\\log\\${database.name}.ldf`, database_id: database.name, type_desc: "LOG" },
      ]),
    ),
};

/** The data files of a database: the first, and those that were added. */
export const dataFilesOf = ({ name, dataFiles }: GroupRecord["databases"][number]) =>
  Array.from({ length: dataFiles }, (_, index) =>
    index === 0
      ? { name: `${name}_data`, physical_name: `D:\\data\\${name}.mdf` }
      : { name: `${name}_data${index + 1}`, physical_name: `E:\\data\\${name}_${index + 1}.ndf` },
  );

const healthOf = (group: GroupRecord, replica: string, moment: Moment): string => {
  const states = group.databases.map((database) => synchronizationAt(group, database, replica, moment));
  if (states.includes("NOT SYNCHRONIZING")) return "NOT_HEALTHY";
  return group.replicas.find(({ name }) => name === replica)?.mode === "SYNCHRONOUS_COMMIT" && states.includes("SYNCHRONIZING")
    ? "PARTIALLY_HEALTHY"
    : "HEALTHY";
};

/** The rows of a view; undefined for one that is not simulated. */
export const rowsOf = (view: string, instance: string, moment: Moment): readonly Row[] | undefined =>
  VIEWS[view.toLowerCase()]?.(instance, moment);
