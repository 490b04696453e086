// An execution of the solution at a moment: its words follow from the jobs of DRS, and each server's from its launch.
import type { WorldView } from "../../world/world.ts";
import { jobKind, recoveryInstanceKind, type LaunchJobRecord } from "../drs/records.ts";
import { isListed } from "../drs/recovery-instance-state.ts";
import { planOf, type DrsSolution, type SolutionRun } from "./records.ts";

type At = { readonly world: WorldView; readonly nowMs: number };
type Wave = SolutionRun["waves"][number];

const jobOf = ({ region }: SolutionRun, { jobId = "" }: Wave, { world }: At): LaunchJobRecord | undefined => {
  const job = world.get(jobKind, region, jobId);
  return job?.type === "LAUNCH" ? job : undefined;
};

/** What runs of it as recovery instance now. */
export const instancesOf = (run: SolutionRun, at: At): readonly object[] => {
  const jobIds = new Set(run.waves.map(({ jobId }) => jobId));
  return at.world
    .list(recoveryInstanceKind, run.region)
    .filter((one) => jobIds.has(one.jobId) && isListed(one, at.nowMs))
    .map(({ recoveryInstanceId, sourceServerId, region, jobId, privateIp }) => ({
      instanceId: recoveryInstanceId,
      recoveryInstanceId,
      sourceServerId,
      region,
      jobId,
      privateIp,
      status: "LAUNCHED",
    }));
};

/** The execution as it answers it: times in epoch seconds, words in capitals. */
export const runJson = (solution: DrsSolution, run: SolutionRun, at: At): object => {
  const { executionId, planId, executionType, initiatedBy, startMs, arn } = run;
  const waves = run.waves.map((wave, waveNumber) => waveJson(run, { ...wave, waveNumber }, at));
  const isOver = waves.every(({ endTime }) => endTime !== undefined);
  const totalWaves = planOf(solution, at.world, planId)?.waves.length ?? waves.length;
  return {
    executionId,
    planId,
    executionType,
    initiatedBy,
    status: statusOf(run, waves, isOver),
    startTime: startMs / 1000,
    ...(isOver && { endTime: Math.max(startMs / 1000, ...waves.map(({ endTime = 0 }) => endTime)) }),
    totalWaves,
    waves,
    stateMachineArn: arn,
    dataSource: "simulated",
  };
};

const statusOf = ({ cancelled }: SolutionRun, waves: readonly { readonly status: string }[], isOver: boolean): string => {
  if (!isOver) return cancelled === true ? "CANCELLING" : "POLLING";
  if (cancelled === true) return "CANCELLED";
  if (waves.every(({ status }) => status === "COMPLETED")) return "COMPLETED";
  return waves.some(({ status }) => status === "COMPLETED") ? "PARTIAL" : "FAILED";
};

/** A wave's status is that of its job: COMPLETED says that the job ended, not that its servers are up. One without a job failed at once. */
const waveJson = (run: SolutionRun, wave: Wave & { readonly waveNumber: number }, at: At) => {
  const job = jobOf(run, wave, at);
  const { waveNumber, waveName, serverIds, jobId } = wave;
  const isOver = job === undefined || at.nowMs >= job.endMs;
  const endMs = job?.endMs ?? run.startMs;
  return {
    waveNumber,
    waveName,
    status: job === undefined ? "FAILED" : isOver ? "COMPLETED" : "POLLING",
    ...(jobId !== undefined && { jobId }),
    region: run.region,
    serverIds,
    startTime: run.startMs / 1000,
    ...(isOver && { endTime: endMs / 1000 }),
    serverStatuses: serverIds.map((sourceServerId) => serverJson(job, sourceServerId, at)),
  };
};

const serverJson = (job: LaunchJobRecord | undefined, sourceServerId: string, { nowMs }: At): object => {
  const launch = job?.launches.find((one) => one.sourceServerId === sourceServerId);
  if (launch === undefined) return { sourceServerId, launchStatus: "FAILED" };
  if (nowMs < launch.endMs) return { sourceServerId, launchStatus: "IN_PROGRESS" };
  const { outcome, recoveryInstanceId } = launch;
  return { sourceServerId, launchStatus: outcome, ...(recoveryInstanceId !== undefined && { instanceId: recoveryInstanceId }) };
};
