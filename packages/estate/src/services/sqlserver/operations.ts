// The statements that are run: selects, and what changes a group. Where a statement is run decides whether it may be.
import * as z from "zod";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, type WriteCall, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { RECOVERY, ROLE_CHANGE, SYNCHRONIZE } from "./durations.ts";
import { groupsOn, isSynchronized, isUp, roleAt } from "./group-state.ts";
import { type DatabaseRecord, type GroupRecord, groupKind, instanceKind, snapshotKind } from "./records.ts";
import { select } from "./select.ts";
import { notReady, sqlError, wrongState } from "./sql-error.ts";
import { dataFilesOf } from "./views.ts";

const LONGEST_NAME = 128;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const shape = {
  instance: z.string(),
  login: z.object({ user: z.string(), password: z.string() }),
  sql: z.string(),
  params: z.record(z.string(), cell).default({}),
};

/** Checks the login as the server does. */
const enter = (
  world: WorldView,
  { instance, login }: { readonly instance: string; readonly login: { readonly user: string; readonly password: string } },
): void => {
  const found = world.get(instanceKind, GLOBAL_REGION, instance);
  if (found === undefined || found.username !== login.user || found.password !== login.password)
    throw sqlError(18456, `Login failed for user '${login.user}'.`, 14);
};

/** Comes in, and what a client says about its session. */
export const session = readOperation({
  input: z.object(shape),
  resources: ({ instance }) => [instance],
  run: (input, { world }) => {
    enter(world, input);
    return { columns: [], rows: [] };
  },
});

/** Selects. */
export const query = readOperation({
  input: z.object(shape),
  resources: ({ instance }) => [instance],
  run: ({ sql, params, ...input }, call) => {
    enter(call.world, input);
    const found = select(sql, params, input.instance, call);
    if (found === undefined) throw sqlError(102, `Incorrect syntax near '${sql.slice(0, 40)}'.`, 15);
    return found;
  },
  withStatus: (output, status) =>
    JSON.parse(JSON.stringify(output), (key, value: unknown) =>
      key === "synchronization_state_desc" || key === "state_desc" ? status : value,
    ) as typeof output,
});

const changing = { ...shape, group: z.string(), subject: z.string().default(""), value: z.string().default("") };

const groupHere = (world: WorldView, instance: string, name: string): GroupRecord => {
  const found = groupsOn(instance, { world }).find((group) => group.name.toLowerCase() === name.toLowerCase());
  if (found === undefined)
    throw sqlError(15151, `Cannot find the availability group '${name}', because it does not exist or you do not have permission.`);
  return found;
};

const settled = (group: GroupRecord, nowMs: number): GroupRecord => {
  const { next, ...rest } = group;
  return next !== undefined && nowMs >= next.atMs ? { ...rest, primary: next.primary } : group;
};

const takeOver = (group: GroupRecord, instance: string, call: WriteCall): GroupRecord => {
  const atMs = call.faulty("never-completes") ? NEVER_MS : call.nowMs + call.chance.durationMs(ROLE_CHANGE, "role");
  const onlineMs = atMs === NEVER_MS ? NEVER_MS : atMs + call.chance.durationMs(RECOVERY, "recovery");
  return { ...group, next: { primary: instance, atMs }, onlineMs, syncedMs: onlineMs };
};

/** `ALTER AVAILABILITY GROUP … FAILOVER`: on the target alone, and only when everything is synchronized. */
export const plannedFailover = writeOperation({
  input: z.object(changing),
  resources: ({ instance, group }) => [group, instance],
  run: ({ group: name, ...input }, call) => {
    enter(call.world, input);
    const group = settled(groupHere(call.world, input.instance, name), call.nowMs);
    if (group.clusterType === "EXTERNAL")
      throw sqlError(47104, "This operation cannot be performed because the availability group is managed by an external cluster manager.");
    if (roleAt(group, input.instance, call) !== "SECONDARY") throw wrongState(group.name);
    if (!group.databases.every((database) => isSynchronized(group, database, input.instance, call))) throw notReady(group.name);
    call.world.put(groupKind, GLOBAL_REGION, group.name, takeOver(group, input.instance, call));
    return { columns: [], rows: [] };
  },
});

/** `… FORCE_FAILOVER_ALLOW_DATA_LOSS`: on the target; afterwards every other secondary is suspended. */
export const forcedFailover = writeOperation({
  input: z.object(changing),
  resources: ({ instance, group }) => [group, instance],
  run: ({ group: name, ...input }, call) => {
    enter(call.world, input);
    const group = settled(groupHere(call.world, input.instance, name), call.nowMs);
    if (group.quorum !== "NORMAL_QUORUM" && group.quorum !== "FORCED_QUORUM") throw wrongState(group.name);
    if (roleAt(group, input.instance, call) === "PRIMARY") throw wrongState(group.name);
    const others = group.replicas.map((replica) => replica.name).filter((replica) => replica !== input.instance);
    const isSafe = group.databases.every((database) => isSynchronized(group, database, input.instance, call)) && isUp(group.primary, call);
    const databases = isSafe ? group.databases : group.databases.map((database) => ({ ...database, suspendedOn: others, resuming: {} }));
    call.world.put(groupKind, GLOBAL_REGION, group.name, { ...takeOver(group, input.instance, call), databases });
    return { columns: [], rows: [] };
  },
});

/** `… MODIFY REPLICA ON … WITH (AVAILABILITY_MODE = …)`: on the primary. */
export const modifyReplica = writeOperation({
  input: z.object(changing),
  resources: ({ subject, group, value }) => [group, subject, value],
  run: ({ group: name, subject, value, ...input }, call) => {
    enter(call.world, input);
    const group = settled(groupHere(call.world, input.instance, name), call.nowMs);
    if (roleAt(group, input.instance, call) !== "PRIMARY") throw wrongState(group.name);
    const replicas = group.replicas.map((replica) =>
      replica.name.toLowerCase() === subject.toLowerCase() ? { ...replica, mode: value } : replica,
    );
    const syncedMs = value === "SYNCHRONOUS_COMMIT" ? call.nowMs + call.chance.durationMs(SYNCHRONIZE, "sync") : group.syncedMs;
    call.world.put(groupKind, GLOBAL_REGION, group.name, { ...group, replicas, syncedMs });
    return { columns: [], rows: [] };
  },
});

/** `ALTER DATABASE … SET HADR RESUME`: on the suspended secondary; what only it has is discarded. */
export const resumeDatabase = writeOperation({
  input: z.object(changing),
  resources: ({ subject, instance }) => [subject, instance],
  run: ({ subject, ...input }, call) => {
    enter(call.world, input);
    const group = groupsOn(input.instance, call).find(({ databases }) =>
      databases.some(({ name }) => name.toLowerCase() === subject.toLowerCase()),
    );
    if (group === undefined)
      throw sqlError(
        5011,
        `User does not have permission to alter database '${subject}', the database does not exist, or the database is not in a state that allows access checks.`,
      );
    const resumedMs = call.nowMs + call.chance.durationMs(SYNCHRONIZE, "resume");
    const databases = group.databases.map((database) =>
      database.name.toLowerCase() === subject.toLowerCase()
        ? { ...database, resuming: { ...database.resuming, [input.instance]: resumedMs } }
        : database,
    );
    const syncedMs = resumedMs + call.chance.durationMs(SYNCHRONIZE, "sync");
    call.world.put(groupKind, GLOBAL_REGION, group.name, { ...settled(group, call.nowMs), databases, syncedMs });
    return { columns: [], rows: [] };
  },
});

const file = z.object({ file: z.string(), path: z.string() });

/** A snapshot has a place for each data file of its database, and the operating system takes the names. */
const checkFiles = (database: DatabaseRecord, files: readonly z.output<typeof file>[]): void => {
  const missing = dataFilesOf(database).find(({ name }) => !files.some((one) => one.file.toLowerCase() === name.toLowerCase()));
  if (missing) throw sqlError(5127, `All files must be specified for database snapshot creation. Missing the file "${missing.name}".`);
  const odd = files.find(({ path }) => !/^(?:[A-Za-z]:\\|\/)[^:*?"<>|]+$/u.test(path));
  if (odd)
    throw sqlError(
      5133,
      `Directory lookup for the file "${odd.path}" failed with the operating system error 123(The filename, directory name, or volume label syntax is incorrect.).`,
    );
};

/** `CREATE DATABASE … AS SNAPSHOT OF …`. */
export const createSnapshot = writeOperation({
  input: z.object({ ...changing, files: z.array(file) }),
  resources: ({ subject, value, instance }) => [subject, value, instance],
  run: ({ subject, value, files, ...input }, call) => {
    enter(call.world, input);
    if (subject.length > LONGEST_NAME)
      throw sqlError(103, `The identifier that starts with '${subject.slice(0, LONGEST_NAME)}' is too long. Maximum length is 128.`, 15);
    const database = groupsOn(input.instance, call)
      .flatMap(({ databases }) => databases)
      .find(({ name }) => name.toLowerCase() === value.toLowerCase());
    if (!database)
      throw sqlError(1823, `A database snapshot cannot be created because it failed to start. Database '${value}' does not exist.`);
    checkFiles(database, files);
    if (call.world.get(snapshotKind, GLOBAL_REGION, `${input.instance}/${subject}`))
      throw sqlError(1801, `Database '${subject}' already exists. Choose a different database name.`);
    call.world.put(snapshotKind, GLOBAL_REGION, `${input.instance}/${subject}`, {
      instance: input.instance,
      name: subject,
      of: value,
      createdMs: call.nowMs,
    });
    return { columns: [], rows: [] };
  },
});

/** `DROP DATABASE …` of a snapshot; nothing else may be dropped here. */
export const dropDatabase = writeOperation({
  input: z.object(changing),
  resources: ({ subject, instance }, world) => [
    subject,
    world.get(snapshotKind, GLOBAL_REGION, `${instance}/${subject}`)?.of ?? "",
    instance,
  ],
  run: ({ subject, ...input }, call) => {
    enter(call.world, input);
    const key = `${input.instance}/${subject}`;
    if (call.world.get(snapshotKind, GLOBAL_REGION, key) === undefined)
      throw sqlError(3701, `Cannot drop the database '${subject}', because it does not exist or you do not have permission.`, 11);
    call.world.remove(snapshotKind, GLOBAL_REGION, key);
    return { columns: [], rows: [] };
  },
});
