// Works out one server's way through a launch job: which snapshot, how long, and with what outcome.
import { DRS_INITIAL_SYNC, DRS_LAUNCH, DRS_STATUS_CHECKS } from "./durations.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import type { WriteCall } from "../../operation.ts";
import { replicationFor } from "./describe-servers.ts";
import { conflict } from "./drs-errors.ts";
import type { RecoveryInstanceRecord, ServerLaunch, SourceServerRecord } from "./records.ts";
import { canSnapshot, type Snapshot, snapshotsAt } from "./replication.ts";

/** One server of a launch, and the instance it will have unless it fails. */
export type PlannedLaunch = { readonly launch: ServerLaunch; readonly instance?: RecoveryInstanceRecord };

type Request = {
  readonly server: SourceServerRecord;
  readonly recoverySnapshotId: string | undefined;
  readonly job: { readonly jobId: string; readonly startMs: number; readonly isDrill: boolean };
  readonly replacedInstanceId: string | undefined;
};

type Choice = { readonly snapshotMs?: number; readonly usedPreviousSnapshot: boolean };

/** Plans the launch of one server. Throws ConflictException for a snapshot that does not exist. */
export const planLaunch = (call: WriteCall, { server, recoverySnapshotId, job, replacedInstanceId }: Request): PlannedLaunch => {
  const id = server.sourceServerId;
  const names = [id, server.name, ...(server.awsInstanceId === undefined ? [] : [server.awsInstanceId])];
  const choice = chooseSnapshot(call, server, recoverySnapshotId, job.startMs);
  const stuck = call.faulty("never-completes", names);
  const failed = choice.snapshotMs === undefined || call.faulty("launch-failed", names);
  const endMs = stuck ? NEVER_MS : call.nowMs + call.chance.durationMs(DRS_LAUNCH, `launch|${id}`);
  const reach = (part: number): number => (stuck ? NEVER_MS : Math.round(job.startMs + (endMs - job.startMs) * part));
  const times = { snapshotEndMs: reach(0.1), conversionEndMs: reach(0.6), endMs };
  const instanceId = `i-${call.chance.hex(17, `instance|${id}`)}`;
  const launch: ServerLaunch = {
    sourceServerId: id,
    ...times,
    outcome: failed ? "FAILED" : "LAUNCHED",
    usedPreviousSnapshot: choice.usedPreviousSnapshot,
    noSnapshot: choice.snapshotMs === undefined,
    ...(choice.snapshotMs !== undefined && replacedInstanceId !== undefined && { replacedInstanceId }),
    ...(!failed && !stuck && { recoveryInstanceId: instanceId }),
  };
  if (failed || stuck || choice.snapshotMs === undefined) return { launch };
  const runningMs = reach(0.9);
  const instance: RecoveryInstanceRecord = {
    recoveryInstanceId: instanceId,
    region: server.region,
    sourceServerId: id,
    jobId: job.jobId,
    isDrill: job.isDrill,
    availabilityZone: `${server.region}a`,
    privateIp: `10.1.${Number.parseInt(call.chance.hex(2, `ip3|${id}`), 16)}.${Number.parseInt(call.chance.hex(2, `ip4|${id}`), 16)}`,
    launchDisposition: server.launchDisposition,
    snapshotMs: choice.snapshotMs,
    createdMs: times.conversionEndMs,
    runningMs,
    ...checksOf(call, id, { names, runningMs }),
    registeredMs: endMs,
    ...failbackOf(call, server, endMs),
  };
  return { launch, instance };
};

/** When the status checks of the instance are through, and whether they pass. */
const checksOf = (
  { chance, faulty }: WriteCall,
  id: string,
  { names, runningMs }: { readonly names: readonly string[]; readonly runningMs: number },
) => ({
  statusOkMs: runningMs + chance.durationMs(DRS_STATUS_CHECKS, `checks|${id}`),
  ...(faulty("checks-failed", names) && { impaired: true }),
});

/** Where the server is not in AWS, its failback client is ready some time after the launch. */
const failbackOf = ({ chance }: WriteCall, { onPremises, sourceServerId }: SourceServerRecord, endMs: number) =>
  onPremises === true ? { failbackReadyMs: endMs + chance.durationMs(DRS_INITIAL_SYNC, `ready|${sourceServerId}`) } : {};

/** A named snapshot, else a fresh one, else (source dead) the newest that exists. */
const chooseSnapshot = (call: WriteCall, server: SourceServerRecord, wanted: string | undefined, startMs: number): Choice => {
  const replication = replicationFor(server, call);
  const existing = snapshotsAt(server, call.nowMs, replication);
  if (wanted !== undefined) {
    const named = existing.find(({ id }) => id === wanted);
    if (named === undefined) throw conflict(`Recovery snapshot ${wanted} does not exist`, wanted, "RECOVERY_SNAPSHOT");
    return { snapshotMs: named.atMs, usedPreviousSnapshot: false };
  }
  if (canSnapshot(replication)) return { snapshotMs: startMs, usedPreviousSnapshot: false };
  const newest: Snapshot | undefined = existing.at(-1);
  return newest === undefined ? { usedPreviousSnapshot: false } : { snapshotMs: newest.atMs, usedPreviousSnapshot: true };
};
