/** Launches the servers of one job. Done = every server LAUNCHED, its instance there and passing its checks: the job's own COMPLETED says nothing. */
import type { Discovery, Effect, Evidence, PollAnswer } from "@dr/adapter-kit";
import type { DrsPort, JobFacts, RecoveryInstanceFacts } from "../drs-client.ts";
import { cutIntoJobs } from "../input.ts";
import { preflight, type LaunchPre, type RecoveryContext } from "../preflight.ts";
import { healthOf } from "./instance-health.ts";

/** The job that DRS made of the request. */
export interface JobHandle {
  readonly jobId: string;
}

/** Job times are DRS's, ours may be off: discovery looks this much further back. */
const CLOCK_SKEW_MS = 60_000;

/** The launch of one job. */
export const launch: Effect<RecoveryContext, LaunchPre, JobHandle> = {
  prepare: async (context, target) => preflight(context, cutIntoJobs(context.resources).get(target) ?? []),
  act: async (context, _target, pre) => ({ jobId: await drsOf(context).startRecovery(serverIds(pre), pre.isDrill) }),
  poll: async (context, _target, pre, { jobId }) => {
    const [job] = await drsOf(context).describeJobs({ jobIds: [jobId] });
    if (!job) return { state: "in_progress", message: `job ${jobId} is not listed yet`, percent: 0 };
    if (job.status !== "COMPLETED") return launching(job, pre);
    return judge(context, pre, job);
  },
  discover: async (context, _target, pre) => discover(drsOf(context), pre, context.intentAt),
};

function launching(job: JobFacts, pre: LaunchPre): PollAnswer {
  const launched = job.servers.filter(({ launchStatus }) => launchStatus === "LAUNCHED").length;
  const percent = Math.round((80 * launched) / pre.servers.length);
  return {
    state: "in_progress",
    message: `job ${job.jobId} is ${job.status}: ${launched} of ${pre.servers.length} servers launched`,
    percent,
  };
}

async function judge(context: RecoveryContext, pre: LaunchPre, job: JobFacts): Promise<PollAnswer> {
  const statusOf = new Map(job.servers.map(({ sourceServerId, launchStatus }) => [sourceServerId, launchStatus]));
  const statuses = pre.servers.map(({ sourceServerId }) => ({ sourceServerId, status: statusOf.get(sourceServerId) ?? "MISSING" }));
  const failed = statuses.filter(({ status }) => ["FAILED", "TERMINATED", "MISSING"].includes(status));
  const launched = statuses.filter(({ status }) => status === "LAUNCHED");
  if (failed.length > 0) {
    const trouble = await drsOf(context).describeTrouble(job.jobId);
    const message = `job ${job.jobId}: ${failed.map(({ sourceServerId, status }) => `${sourceServerId} ${status}`).join(", ")}`;
    const details = {
      jobId: job.jobId,
      failed: failed.map((one) => one.sourceServerId),
      launched: launched.map((one) => one.sourceServerId),
      trouble,
    };
    return { state: "failed", failure: { code: "drs.launch_failed", message, retryable: true, details } };
  }
  if (launched.length < statuses.length)
    return { state: "in_progress", message: `job ${job.jobId} ended; waiting for the word on every server`, percent: 80 };
  return proveInstances(context, pre, job);
}

async function proveInstances(context: RecoveryContext, pre: LaunchPre, job: JobFacts): Promise<PollAnswer> {
  const all = await drsOf(context).describeRecoveryInstances(serverIds(pre));
  const ours = all.filter(({ jobId }) => jobId === job.jobId);
  if (ours.length < pre.servers.length) {
    return { state: "in_progress", message: `${ours.length} of ${pre.servers.length} recovery instances are registered`, percent: 85 };
  }
  const { ready, waitingFor } = await healthOf(context, pre, ours);
  if (!ready) return { state: "in_progress", message: waitingFor, percent: 90 };
  return { state: "completed", evidence: await evidenceOf(context, pre, job, ours) };
}

async function evidenceOf(
  context: RecoveryContext,
  pre: LaunchPre,
  job: JobFacts,
  instances: readonly RecoveryInstanceFacts[],
): Promise<Evidence> {
  const seconds = lossSeconds(job, instances);
  return {
    before: { servers: Object.fromEntries(pre.servers.map(({ sourceServerId, newestSnapshot }) => [sourceServerId, newestSnapshot])) },
    after: {
      isDrill: pre.isDrill,
      instances: Object.fromEntries(instances.map(({ sourceServerId, recoveryInstanceId }) => [sourceServerId, recoveryInstanceId])),
    },
    externalIds: { jobId: job.jobId },
    // Both times are DRS's own. Later than the request means a snapshot that was taken on demand: nothing was lost.
    rpo: { seconds, method: "launch_request_minus_point_in_time", confidence: seconds === null ? "unknown" : "exact" },
    dataLoss: { possible: seconds !== 0, ...(seconds === null ? {} : { seconds }) },
    warnings: await drsOf(context).describeTrouble(job.jobId),
  };
}

function lossSeconds({ createdAt }: JobFacts, instances: readonly RecoveryInstanceFacts[]): number | null {
  const points = instances.map(({ pointInTime }) => (pointInTime === undefined ? Number.NaN : Date.parse(pointInTime)));
  const oldestMs = Math.min(...points);
  const requestedMs = Date.parse(createdAt ?? "");
  return Number.isNaN(oldestMs) || Number.isNaN(requestedMs) ? null : Math.max(0, (requestedMs - oldestMs) / 1000);
}

/** Our job: a launch of the same kind, of exactly our servers, since our intent, that was not there before. */
async function discover(drs: DrsPort, pre: LaunchPre, intentAt: string): Promise<Discovery<JobHandle>> {
  const wanted = serverIds(pre).toSorted().join();
  const since = new Date(Date.parse(intentAt) - CLOCK_SKEW_MS).toISOString();
  const recent = (await drs.describeJobs({ since })).filter(({ jobId }) => !pre.knownJobIds.includes(jobId));
  const kind = pre.isDrill ? "START_DRILL" : "START_RECOVERY";
  const ours = recent.find(
    (job) =>
      job.type === "LAUNCH" &&
      job.initiatedBy === kind &&
      job.servers
        .map(({ sourceServerId }) => sourceServerId)
        .toSorted()
        .join() === wanted,
  );
  if (ours) return { state: "found", handle: { jobId: ours.jobId } };
  const other = recent.find(
    (job) => job.status !== "COMPLETED" && job.servers.some(({ sourceServerId }) => serverIds(pre).includes(sourceServerId)),
  );
  if (other) return { state: "unclear", message: `job ${other.jobId} works on some of the servers` };
  return { state: "not_started" };
}

function serverIds({ servers }: LaunchPre): readonly string[] {
  return servers.map(({ sourceServerId }) => sourceServerId);
}

function drsOf({ clients, config }: RecoveryContext): DrsPort {
  return clients.drs(config.region);
}
