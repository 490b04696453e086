// What a group shows at a moment: who is primary, and how each secondary follows.
import type { ReadCall } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { type DatabaseRecord, type GroupRecord, groupKind, instanceKind } from "./records.ts";

/** What the state at a moment depends on. */
export type Moment = Pick<ReadCall, "world" | "nowMs" | "downSinceMs">;

/** The primary at a moment; null while the role changes hands. */
export const primaryAt = ({ primary, next }: GroupRecord, nowMs: number): string | null =>
  next === undefined ? primary : nowMs >= next.atMs ? next.primary : null;

/** Whether an instance can be reached. */
export const isUp = (name: string, { world, downSinceMs }: Moment): boolean => {
  const site = world.get(instanceKind, GLOBAL_REGION, name)?.site;
  return site !== undefined && downSinceMs(site) === undefined;
};

/** Role of a replica: PRIMARY, SECONDARY, or RESOLVING while the primary is away or the role changes hands. */
export const roleAt = (group: GroupRecord, replica: string, moment: Moment): string => {
  const primary = primaryAt(group, moment.nowMs);
  if (primary === replica) return "PRIMARY";
  return primary !== null && isUp(primary, moment) ? "SECONDARY" : "RESOLVING";
};

/** Whether movement to a replica is suspended: not any more from the moment of its resumption. */
export const isSuspended = ({ suspendedOn, resuming }: DatabaseRecord, replica: string): boolean =>
  suspendedOn.includes(replica) && resuming[replica] === undefined;

const modeOf = (group: GroupRecord, replica: string): string => group.replicas.find(({ name }) => name === replica)?.mode ?? "";

/** Whether a secondary commits synchronously with its primary and has caught up. */
export const isSynchronized = (group: GroupRecord, database: DatabaseRecord, replica: string, moment: Moment): boolean => {
  const primary = primaryAt(group, moment.nowMs);
  if (primary === null || isSuspended(database, replica)) return false;
  if (primary === replica) return true;
  const isSync = [primary, replica].every((name) => modeOf(group, name) === "SYNCHRONOUS_COMMIT");
  return isSync && moment.nowMs >= group.syncedMs && isUp(primary, moment);
};

/** The word for how a database follows on a replica. */
export const synchronizationAt = (group: GroupRecord, database: DatabaseRecord, replica: string, moment: Moment): string => {
  if (isSynchronized(group, database, replica, moment)) return "SYNCHRONIZED";
  const primary = primaryAt(group, moment.nowMs);
  const isComing = moment.nowMs < (database.resuming[replica] ?? 0);
  return isComing || isSuspended(database, replica) || primary === null || !isUp(primary, moment) ? "NOT SYNCHRONIZING" : "SYNCHRONIZING";
};

/** Seconds that a database on a replica is behind; null when nobody can tell. */
export const lagAt = (group: GroupRecord, database: DatabaseRecord, replica: string, moment: Moment): number | null => {
  if (primaryAt(group, moment.nowMs) === replica || isSynchronized(group, database, replica, moment)) return 0;
  return group.lagSeconds;
};

/** The time of the last commit that a replica has. */
export const lastCommitAt = (group: GroupRecord, database: DatabaseRecord, replica: string, moment: Moment): number => {
  const primary = primaryAt(group, moment.nowMs) ?? group.primary;
  const site = moment.world.get(instanceKind, GLOBAL_REGION, primary)?.site;
  const lost = site === undefined ? undefined : moment.downSinceMs(site);
  const latest = Math.min(moment.nowMs, lost ?? moment.nowMs);
  return latest - (primary === replica ? 0 : (lagAt(group, database, replica, moment) ?? group.lagSeconds ?? 0) * 1000);
};

/** The groups that an instance takes part in. */
export const groupsOn = (instance: string, { world }: Pick<Moment, "world">): readonly GroupRecord[] =>
  world.list(groupKind, GLOBAL_REGION).filter(({ replicas }) => replicas.some(({ name }) => name === instance));
