// A DRS job at a moment: its status, its servers, and whether it still counts against quotas.
import { toIso } from "../../estate-clock.ts";
import type { WorldView } from "../../world/world.ts";
import { jobKind, type JobRecord, type ServerLaunch } from "./records.ts";

/** Source servers a job is about. */
export const serversOf = (job: JobRecord): readonly string[] =>
  (job.type === "LAUNCH" ? job.launches : job.instances).map(({ sourceServerId }) => sourceServerId);

/** Jobs that are not COMPLETED. */
export const activeJobs = (world: WorldView, region: string, nowMs: number): readonly JobRecord[] =>
  world.list(jobKind, region).filter(({ endMs }) => nowMs < endMs);

/**
 * The `Job` at a moment: PENDING, STARTED, COMPLETED. There is no FAILED: the outcome is in each server's launchStatus.
 * A completed TERMINATE job shows no servers any more, as seen on AWS.
 */
export const jobJson = (job: JobRecord, { region, accountId, nowMs }: { region: string; accountId: string; nowMs: number }) => ({
  jobID: job.jobId,
  arn: `arn:aws:drs:${region}:${accountId}:job/${job.jobId}`,
  type: job.type,
  initiatedBy: initiatedBy(job),
  creationDateTime: toIso(job.createdMs),
  ...(nowMs >= job.endMs && { endDateTime: toIso(job.endMs) }),
  status: statusOf(job, nowMs),
  participatingServers: participants(job, nowMs),
  tags: job.type === "LAUNCH" ? job.tags : {},
});

const initiatedBy = (job: JobRecord): string => {
  if (job.type === "TERMINATE") return "TERMINATE_RECOVERY_INSTANCES";
  return job.isDrill ? "START_DRILL" : "START_RECOVERY";
};

const statusOf = ({ startMs, endMs }: JobRecord, nowMs: number): string => {
  if (nowMs < startMs) return "PENDING";
  return nowMs < endMs ? "STARTED" : "COMPLETED";
};

const participants = (job: JobRecord, nowMs: number): readonly object[] => {
  if (job.type === "LAUNCH") return job.launches.map((launch) => launchJson(launch, job.startMs, nowMs));
  if (nowMs >= job.endMs) return [];
  const launchStatus = nowMs < job.startMs ? "PENDING" : "IN_PROGRESS";
  return job.instances.map(({ recoveryInstanceId, sourceServerId }) => ({
    sourceServerID: sourceServerId,
    recoveryInstanceID: recoveryInstanceId,
    launchStatus,
  }));
};

const launchJson = (launch: ServerLaunch, startMs: number, nowMs: number) => {
  if (nowMs < launch.endMs) return { sourceServerID: launch.sourceServerId, launchStatus: nowMs < startMs ? "PENDING" : "IN_PROGRESS" };
  return {
    sourceServerID: launch.sourceServerId,
    launchStatus: launch.outcome,
    ...(launch.recoveryInstanceId !== undefined && { recoveryInstanceID: launch.recoveryInstanceId }),
  };
};
