// StartFailbackLaunch and StopFailback: the way home of servers that are not in AWS.
import * as z from "zod";
import { NEVER_MS, toIso } from "../../estate-clock.ts";
import { writeOperation, type WriteCall } from "../../operation.ts";
import { DRS_FAILBACK, DRS_JOB_PENDING } from "./durations.ts";
import { conflict, notFound } from "./drs-errors.ts";
import { recoveryInstanceId } from "./drs-input.ts";
import { recoveryInstanceKind, type RecoveryInstanceRecord } from "./records.ts";
import { failbackStateAt, isListed } from "./recovery-instance-state.ts";

const requireInstance = ({ world, region, nowMs }: WriteCall, id: string): RecoveryInstanceRecord => {
  const instance = world.get(recoveryInstanceKind, region, id);
  if (instance === undefined || !isListed(instance, nowMs)) throw notFound(id, "RECOVERY_INSTANCE");
  return instance;
};

/** Launches the failback of instances whose failback client is ready. */
export const startFailbackLaunch = writeOperation({
  input: z.looseObject({ recoveryInstanceIDs: z.array(recoveryInstanceId).min(1).max(1) }),
  resources: ({ recoveryInstanceIDs }) => recoveryInstanceIDs,
  run: ({ recoveryInstanceIDs: [id = ""] }, call) => {
    const instance = requireInstance(call, id);
    const state = failbackStateAt(instance, call.nowMs);
    if (state !== "FAILBACK_READY_FOR_LAUNCH") throw conflict(`The failback of ${id} is ${state}`, id, "RECOVERY_INSTANCE");
    const startMs = call.nowMs + call.chance.durationMs(DRS_JOB_PENDING, "pending");
    const endMs = call.faulty("never-completes") ? NEVER_MS : startMs + call.chance.durationMs(DRS_FAILBACK, "failback");
    const jobId = `drsjob-${call.chance.hex(17, "job")}`;
    call.world.put(recoveryInstanceKind, call.region, id, { ...instance, failback: { jobId, startMs, endMs } });
    return { job: { jobID: jobId, type: "LAUNCH", initiatedBy: "FAILBACK", status: "PENDING", creationDateTime: toIso(call.nowMs) } };
  },
});

/** Stops a failback that is not over. */
export const stopFailback = writeOperation({
  input: z.looseObject({ recoveryInstanceID: recoveryInstanceId }),
  resources: ({ recoveryInstanceID }) => [recoveryInstanceID],
  run: ({ recoveryInstanceID: id }, call) => {
    const { failback, ...instance } = requireInstance(call, id);
    if (failback === undefined || call.nowMs >= failback.endMs) return {};
    call.world.put(recoveryInstanceKind, call.region, id, instance);
    return {};
  },
});
