/** What became of one server's launch: judged by its own word, its instance and the instance's health, never by the job's status. */
import type { BatchEffect, Evidence, PollAnswer } from "@dr/adapter-kit";
import type { JobFacts, RecoveryInstanceFacts } from "../drs-client.ts";
import type { InstanceAddress, InstanceHealth } from "../ec2-client.ts";
import type { LaunchPre, RecoveryContext } from "../launch-pre.ts";
import { toIsoDuration } from "@dr/events";
import { unhealthy } from "./instance-health.ts";

/** The job that DRS made of the request. */
export interface JobHandle {
  readonly jobId: string;
}

/** A server whose launch was accepted. */
export type Launched = BatchEffect<RecoveryContext, LaunchPre, JobHandle>;

/** What a look showed of one server. */
export interface Seen {
  readonly job: JobFacts | undefined;
  readonly instance: RecoveryInstanceFacts | undefined;
  readonly health: InstanceHealth | undefined;
  readonly address: InstanceAddress | undefined;
}

/** DRS's words for a launch that came to nothing. */
export const GONE_WRONG: ReadonlySet<string> = new Set(["FAILED", "TERMINATED"]);
const UNDER_WAY: ReadonlySet<string> = new Set(["PENDING", "IN_PROGRESS"]);

/** The verdict on one server; `trouble` are the lines of its job's log. */
export function judgeLaunch(item: Launched, seen: Seen, allTrouble: readonly string[]): PollAnswer {
  const { pre, handle } = item;
  const { job, instance } = seen;
  const { jobId } = handle;
  if (!job) return { state: "in_progress", message: `job ${jobId} is not listed yet`, percent: 0 };
  const { sourceServerId: server } = pre;
  const word = job.servers.find(({ sourceServerId }) => sourceServerId === server)?.launchStatus ?? "MISSING";
  // A line that names no server concerns the job, and so all of them.
  const trouble = allTrouble.filter((line) => line.includes(server) || !/\bs-[0-9a-zA-Z]{17}\b/.test(line));
  const isOver = job.status === "COMPLETED";
  if (GONE_WRONG.has(word) || (isOver && word === "MISSING" && !instance)) {
    const details = { jobId, trouble };
    return {
      state: "failed",
      failure: { code: "drs.launch_failed", message: `job ${jobId}: ${server} ${word}`, retryable: true, details },
    };
  }
  return instance ? judgeInstance(item, { ...seen, job, instance }, word, trouble) : withoutInstance(pre, job, word);
}

function withoutInstance({ sourceServerId }: LaunchPre, { jobId, status }: JobFacts, word: string): PollAnswer {
  const message = `job ${jobId} is ${status}, ${sourceServerId} is ${word}, no recovery instance yet`;
  if (word === "LAUNCHED") return { state: "in_progress", message, percent: 85, changed: true };
  return { state: "in_progress", message, percent: status === "PENDING" ? 10 : 40 };
}

function judgeInstance(
  { context, pre }: Launched,
  seen: Seen & { readonly job: JobFacts; readonly instance: RecoveryInstanceFacts },
  word: string,
  trouble: readonly string[],
): PollAnswer {
  const { job, instance } = seen;
  const evidence = evidenceOf(context, pre, seen, trouble);
  const problem = unhealthy(context.config, pre.launchDisposition, {
    ...seen,
    instanceId: instance.recoveryInstanceId,
    upSeconds: upSeconds(context, job),
  });
  if (problem?.isFinal) {
    const failure = { code: "drs.unhealthy", message: problem.message, retryable: false, details: { jobId: job.jobId } };
    return { state: "failed", failure, evidence, changed: true };
  }
  if (problem) return { state: "in_progress", message: problem.message, percent: 90, changed: true };
  if (word === "LAUNCHED") return { state: "completed", evidence };
  const message = `${instance.recoveryInstanceId} is up, job ${job.jobId} calls ${pre.sourceServerId} ${word}`;
  return { state: "in_progress", message, percent: 95, changed: true, ...(UNDER_WAY.has(word) ? {} : { unproven: evidence }) };
}

/** Seconds since the job ended. Job times are DRS's, ours may be off: the job's own length is taken from the time since our intent. */
function upSeconds({ intentAt, secondsSince }: RecoveryContext, { createdAt, endedAt }: JobFacts): number | undefined {
  const jobSeconds = secondsBetween(createdAt, endedAt);
  return jobSeconds === null ? undefined : Math.max(0, secondsSince(intentAt) - jobSeconds);
}

function evidenceOf(
  { intentAt, secondsSince, waveNumber }: RecoveryContext,
  pre: LaunchPre,
  { job, instance, health, address }: Seen & { readonly job: JobFacts; readonly instance: RecoveryInstanceFacts },
  warnings: readonly string[],
): Evidence {
  const { recoveryInstanceId, pointInTime } = instance;
  const lost = secondsBetween(pointInTime, job.createdAt);
  const seconds = lost === null ? null : Math.max(0, lost);
  const launchSeconds = secondsBetween(job.createdAt, job.endedAt);
  const total = secondsSince(intentAt);
  return {
    before: { replicationState: pre.replicationState, newestSnapshot: pre.newestSnapshot },
    after: {
      isDrill: pre.isDrill,
      instances: { [pre.sourceServerId]: recoveryInstanceId },
      recoveredInstances: [
        {
          sourceInstanceId: pre.awsInstanceId ?? pre.sourceServerId,
          recoveryInstanceId,
          privateIp: address?.privateIp ?? null,
          publicIp: address?.publicIp ?? null,
          status: health?.state ?? instance.ec2State.toLowerCase(),
        },
      ],
      executionTime: toIsoDuration(total),
      integrationMode: "native",
      performanceMetrics: {
        totalExecutionTime: total,
        waveExecutionTimes: { [waveNumber]: total },
        ...(launchSeconds === null ? {} : { serverLaunchTimes: { [pre.sourceServerId]: launchSeconds } }),
        // DRS knows no pauses; those of the execution are its own (its view counts them).
        pauseResumeCycles: 0,
      },
    },
    externalIds: { jobId: job.jobId, recoveryInstanceId },
    // Both times are DRS's own. Later than the request means a snapshot that was taken on demand: nothing was lost.
    rpo: { seconds, method: "launch_request_minus_point_in_time", confidence: seconds === null ? "unknown" : "exact" },
    dataLoss: { possible: seconds !== 0, ...(seconds === null ? {} : { seconds }) },
    warnings,
  };
}

/** Null where one of the times is not known. */
function secondsBetween(from: string | undefined, to: string | undefined): number | null {
  const ms = Date.parse(to ?? "") - Date.parse(from ?? "");
  return Number.isNaN(ms) ? null : ms / 1000;
}
