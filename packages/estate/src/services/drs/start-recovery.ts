// StartRecovery: launches drill or recovery instances of source servers in one job.
import * as z from "zod";
import { DRS_JOB_CLOSE, DRS_JOB_PENDING } from "./durations.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import type { WorldView } from "../../world/world.ts";
import { instanceKind } from "../ec2/records.ts";
import { announceLaunchResult } from "./drs-events.ts";
import { conflict, invalid } from "./drs-errors.ts";
import { sourceServerId } from "./drs-input.ts";
import { requireJobAllowed } from "./job-limits.ts";
import { jobJson } from "./job-state.ts";
import { planLaunch, type PlannedLaunch } from "./plan-launch.ts";
import { jobKind, type LaunchJobRecord, recoveryInstanceKind, sourceServerKind, type SourceServerRecord } from "./records.ts";
import { asEc2Instance, retireInstance } from "./ec2-side.ts";
import { liveInstanceOf } from "./recovery-instance-state.ts";

/** Source server ids, then the other names of the same servers. */
const namesOf = (ids: readonly string[], world: WorldView, region: string): readonly string[] => {
  const servers = ids.map((id) => world.get(sourceServerKind, region, id)).filter((server) => server !== undefined);
  return [...new Set([...ids, ...servers.map(({ awsInstanceId, name }) => awsInstanceId ?? name)])];
};

/** StartRecovery; without isDrill it is a recovery, as on AWS. */
export const startRecovery = writeOperation({
  input: z.looseObject({
    sourceServers: z
      .array(z.looseObject({ sourceServerID: sourceServerId, recoverySnapshotID: z.string().optional() }))
      .min(1)
      .max(200),
    isDrill: z.boolean().default(false),
    tags: z.record(z.string(), z.string()).default({}),
  }),
  resources: ({ sourceServers }, world, region) =>
    namesOf(
      sourceServers.map(({ sourceServerID }) => sourceServerID),
      world,
      region,
    ),
  run: ({ sourceServers, isDrill, tags }, call) => {
    const ids = sourceServers.map(({ sourceServerID }) => sourceServerID);
    if (new Set(ids).size < ids.length) throw invalid("Source servers must be unique");
    const servers = ids.map((id) => requireServer(call, id));
    requireJobAllowed(call, ids);
    const job = {
      jobId: `drsjob-${call.chance.hex(17, "job")}`,
      startMs: call.nowMs + call.chance.durationMs(DRS_JOB_PENDING, "pending"),
      isDrill,
    };
    const planned = servers.map((server, index) =>
      planLaunch(call, {
        server,
        recoverySnapshotId: sourceServers[index]?.recoverySnapshotID,
        job,
        replacedInstanceId: liveInstanceOf(call.world, server, call.nowMs)?.recoveryInstanceId,
      }),
    );
    const launches = planned.map(({ launch }) => launch);
    const lastMs = Math.max(...launches.map(({ endMs }) => endMs));
    const endMs = lastMs === NEVER_MS ? NEVER_MS : lastMs + call.chance.durationMs(DRS_JOB_CLOSE, "close");
    const record: LaunchJobRecord = { ...job, type: "LAUNCH", createdMs: call.nowMs, endMs, launches, tags };
    call.world.put(jobKind, call.region, record.jobId, record);
    for (const [index, server] of servers.entries()) recordLaunch(call, server, record, planned[index]);
    return { job: jobJson(record, call) };
  },
});

const requireServer = ({ world, region }: WriteCall, id: string): SourceServerRecord => {
  const server = world.get(sourceServerKind, region, id);
  // The model lists no ResourceNotFoundException for this call.
  if (server === undefined) throw conflict(`Source server ${id} does not exist`, id, "SOURCE_SERVER");
  return server;
};

const recordLaunch = (call: WriteCall, server: SourceServerRecord, job: LaunchJobRecord, planned: PlannedLaunch | undefined): void => {
  if (planned === undefined) return;
  const { launch, instance } = planned;
  call.world.put(sourceServerKind, call.region, server.sourceServerId, {
    ...server,
    lastLaunch: {
      jobId: job.jobId,
      type: job.isDrill ? "DRILL" : "RECOVERY",
      requestedMs: call.nowMs,
      startMs: job.startMs,
      endMs: launch.endMs,
      outcome: launch.outcome,
      ...(launch.recoveryInstanceId !== undefined && { recoveryInstanceId: launch.recoveryInstanceId }),
    },
  });
  if (instance !== undefined) {
    call.world.put(recoveryInstanceKind, call.region, instance.recoveryInstanceId, instance);
    call.world.put(instanceKind, call.region, instance.recoveryInstanceId, asEc2Instance(instance));
  }
  retireReplaced(call, launch.replacedInstanceId, launch.conversionEndMs);
  announceLaunchResult(call, job, launch);
};

/** A new launch removes the server's earlier recovery instance, drill or not: AWS replaces it without asking. */
const retireReplaced = (call: WriteCall, replacedInstanceId: string | undefined, atMs: number): void => {
  if (replacedInstanceId === undefined || atMs === NEVER_MS) return;
  const replaced = call.world.get(recoveryInstanceKind, call.region, replacedInstanceId);
  if (replaced !== undefined) retireInstance(call, replaced, { shuttingDownMs: atMs, terminatedMs: atMs });
};
