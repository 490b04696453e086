// TerminateRecoveryInstances: removes recovery instances in one job.
import * as z from "zod";
import { DRS_JOB_PENDING, DRS_TERMINATE } from "./durations.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { conflict } from "./drs-errors.ts";
import { recoveryInstanceId } from "./drs-input.ts";
import { retireInstance } from "./ec2-side.ts";
import { requireJobAllowed } from "./job-limits.ts";
import { jobJson } from "./job-state.ts";
import { jobKind, recoveryInstanceKind, type RecoveryInstanceRecord, sourceServerKind, type TerminateJobRecord } from "./records.ts";
import { isListed } from "./recovery-instance-state.ts";

/** It does not ask whether an instance is a drill: guarding a live recovery is the caller's business, as on AWS. */
export const terminateRecoveryInstances = writeOperation({
  input: z.looseObject({ recoveryInstanceIDs: z.array(recoveryInstanceId).min(1).max(200) }),
  resources: ({ recoveryInstanceIDs }) => recoveryInstanceIDs,
  run: ({ recoveryInstanceIDs }, call) => {
    const instances = [...new Set(recoveryInstanceIDs)].map((id) => requireInstance(call, id));
    requireJobAllowed(
      call,
      instances.map(({ sourceServerId }) => sourceServerId),
    );
    const startMs = call.nowMs + call.chance.durationMs(DRS_JOB_PENDING, "pending");
    const endMs = call.faulty("never-completes") ? NEVER_MS : call.nowMs + call.chance.durationMs(DRS_TERMINATE, "terminate");
    const job: TerminateJobRecord = {
      jobId: `drsjob-${call.chance.hex(17, "job")}`,
      type: "TERMINATE",
      createdMs: call.nowMs,
      startMs,
      endMs,
      instances: instances.map(({ recoveryInstanceId, sourceServerId }) => ({ recoveryInstanceId, sourceServerId })),
    };
    call.world.put(jobKind, call.region, job.jobId, job);
    for (const instance of instances) retire(call, instance, job);
    return { job: jobJson(job, call) };
  },
});

const requireInstance = ({ world, region, nowMs }: WriteCall, id: string): RecoveryInstanceRecord => {
  const instance = world.get(recoveryInstanceKind, region, id);
  // The model lists no ResourceNotFoundException for this call; an instance that is gone conflicts with its state.
  if (instance === undefined || !isListed(instance, nowMs))
    throw conflict(`Recovery instance ${id} does not exist`, id, "RECOVERY_INSTANCE");
  return instance;
};

const retire = (call: WriteCall, instance: RecoveryInstanceRecord, { startMs, endMs }: TerminateJobRecord): void => {
  const { world, region } = call;
  const { recoveryInstanceId: id, sourceServerId } = instance;
  retireInstance(call, instance, { shuttingDownMs: startMs, terminatedMs: endMs });
  const server = world.get(sourceServerKind, region, sourceServerId);
  if (server?.lastLaunch?.recoveryInstanceId !== id) return;
  world.put(sourceServerKind, region, sourceServerId, { ...server, lastLaunch: { ...server.lastLaunch, terminatedMs: endMs } });
};
