/** Launches servers, up to 100 in a job, each with an outcome of its own. Done = LAUNCHED, its instance there and passing its checks: the job's own COMPLETED says nothing. */
import { inBatches, type BatchEffect, type BatchIntent, type Discovery, type Evidence, type PollAnswer } from "@dr/adapter-kit";
import type { DrsPort, JobFacts, RecoveryInstanceFacts } from "../drs-client.ts";
import type { InstanceHealth } from "../ec2-client.ts";
import { preflight, type LaunchPre, type RecoveryContext } from "../preflight.ts";
import { missingHealth } from "./instance-health.ts";

/** The job that DRS made of the request. */
export interface JobHandle {
  readonly jobId: string;
}

type Launched = BatchEffect<RecoveryContext, LaunchPre, JobHandle>;

/** DRS takes at most 100 servers in one job (service quota, not adjustable). */
const SERVERS_PER_JOB = 100;
/** Job times are DRS's, ours may be off: discovery looks this much further back. */
const CLOCK_SKEW_MS = 60_000;

/** The launch of servers. */
export const launch = inBatches<RecoveryContext, LaunchPre, JobHandle>({
  size: SERVERS_PER_JOB,
  prepare: preflight,
  act: async (items) => {
    const { context, pre } = firstOf(items);
    return {
      jobId: await drsOf(context).startRecovery(
        items.map((item) => item.pre.sourceServerId),
        pre.isDrill,
      ),
    };
  },
  poll,
  discover,
});

async function poll(items: readonly Launched[]): Promise<ReadonlyMap<string, PollAnswer>> {
  const { context } = firstOf(items);
  const drs = drsOf(context);
  const jobs = new Map(
    (await drs.describeJobs({ jobIds: [...new Set(items.map(({ handle }) => handle.jobId))] })).map((job) => [job.jobId, job]),
  );
  const instances = await drs.describeRecoveryInstances(items.map(({ pre }) => pre.sourceServerId));
  const ours = new Map(
    items.flatMap(({ target, pre, handle }) => {
      const instance = instances.find((one) => one.jobId === handle.jobId && one.sourceServerId === pre.sourceServerId);
      return instance ? [[target, instance] as const] : [];
    }),
  );
  const health = await context.clients.ec2(context.config.region).describeHealth([...ours.values()].map((one) => one.recoveryInstanceId));
  const healthOf = new Map(health.map((one) => [one.instanceId, one]));
  const troubled = new Map<string, readonly string[]>();
  for (const { jobId, status, servers } of jobs.values())
    if (status === "COMPLETED" || servers.some(({ launchStatus }) => GONE_WRONG.has(launchStatus)))
      troubled.set(jobId, await drs.describeTrouble(jobId));
  return new Map(
    items.map((item) => {
      const instance = ours.get(item.target);
      const seen = { job: jobs.get(item.handle.jobId), instance, health: instance && healthOf.get(instance.recoveryInstanceId) };
      return [item.target, judge(item, seen, troubled.get(item.handle.jobId) ?? [])];
    }),
  );
}

interface Seen {
  readonly job: JobFacts | undefined;
  readonly instance: RecoveryInstanceFacts | undefined;
  readonly health: InstanceHealth | undefined;
}

const GONE_WRONG: ReadonlySet<string> = new Set(["FAILED", "TERMINATED"]);
const UNDER_WAY: ReadonlySet<string> = new Set(["PENDING", "IN_PROGRESS"]);

function judge({ pre, handle }: Launched, { job, instance, health }: Seen, allTrouble: readonly string[]): PollAnswer {
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
  return instance ? judgeInstance(pre, { job, instance, health }, word, trouble) : withoutInstance(pre, job, word);
}

function withoutInstance({ sourceServerId }: LaunchPre, { jobId, status }: JobFacts, word: string): PollAnswer {
  const message = `job ${jobId} is ${status}, ${sourceServerId} is ${word}, no recovery instance yet`;
  if (word === "LAUNCHED") return { state: "in_progress", message, percent: 85, changed: true };
  return { state: "in_progress", message, percent: status === "PENDING" ? 10 : 40 };
}

function judgeInstance(
  pre: LaunchPre,
  {
    job,
    instance,
    health,
  }: { readonly job: JobFacts; readonly instance: RecoveryInstanceFacts; readonly health: InstanceHealth | undefined },
  word: string,
  trouble: readonly string[],
): PollAnswer {
  const evidence = evidenceOf(pre, job, instance, trouble);
  const missing = missingHealth(instance.recoveryInstanceId, pre.launchDisposition, health);
  if (missing !== undefined) return { state: "in_progress", message: missing, percent: 90, changed: true };
  if (word === "LAUNCHED") return { state: "completed", evidence };
  const message = `${instance.recoveryInstanceId} is up, job ${job.jobId} calls ${pre.sourceServerId} ${word}`;
  return { state: "in_progress", message, percent: 95, changed: true, ...(UNDER_WAY.has(word) ? {} : { unproven: evidence }) };
}

function evidenceOf(pre: LaunchPre, job: JobFacts, instance: RecoveryInstanceFacts, warnings: readonly string[]): Evidence {
  const { recoveryInstanceId, pointInTime } = instance;
  const lostMs = Date.parse(job.createdAt ?? "") - Date.parse(pointInTime ?? "");
  const seconds = Number.isNaN(lostMs) ? null : Math.max(0, lostMs / 1000);
  return {
    before: { replicationState: pre.replicationState, newestSnapshot: pre.newestSnapshot },
    after: { isDrill: pre.isDrill, instances: { [pre.sourceServerId]: recoveryInstanceId } },
    externalIds: { jobId: job.jobId, recoveryInstanceId },
    // Both times are DRS's own. Later than the request means a snapshot that was taken on demand: nothing was lost.
    rpo: { seconds, method: "launch_request_minus_point_in_time", confidence: seconds === null ? "unknown" : "exact" },
    dataLoss: { possible: seconds !== 0, ...(seconds === null ? {} : { seconds }) },
    warnings,
  };
}

/** Our job: a launch of the same kind, of exactly the servers of the request, since its intent, that was not there before. */
async function discover(items: readonly BatchIntent<RecoveryContext, LaunchPre>[]): Promise<ReadonlyMap<string, Discovery<JobHandle>>> {
  const sinceMs = Math.min(...items.map(({ context }) => Date.parse(context.intentAt))) - CLOCK_SKEW_MS;
  const recent = await drsOf(firstOf(items).context).describeJobs({ since: new Date(sinceMs).toISOString() });
  const groups = Map.groupBy(items, ({ group }) => group);
  return new Map(
    [...groups.values()].flatMap((group) =>
      group.map(({ target, pre }) => [
        target,
        findJob(
          group.map((one) => one.pre),
          pre,
          recent,
        ),
      ]),
    ),
  );
}

function findJob(group: readonly LaunchPre[], { isDrill }: LaunchPre, jobs: readonly JobFacts[]): Discovery<JobHandle> {
  const wanted = spelled(group);
  const known = new Set(group.map(({ knownJobId }) => knownJobId));
  const recent = jobs.filter(({ jobId }) => !known.has(jobId));
  const kind = isDrill ? "START_DRILL" : "START_RECOVERY";
  const ours = recent.find(({ type, initiatedBy, servers }) => type === "LAUNCH" && initiatedBy === kind && spelled(servers) === wanted);
  if (ours) return { state: "found", handle: { jobId: ours.jobId } };
  const ids = new Set(group.map(({ sourceServerId }) => sourceServerId));
  const other = recent.find(
    ({ status, servers }) => status !== "COMPLETED" && servers.some(({ sourceServerId }) => ids.has(sourceServerId)),
  );
  if (other) return { state: "unclear", message: `job ${other.jobId} works on some of the servers` };
  return { state: "not_started" };
}

function spelled(servers: readonly { readonly sourceServerId: string }[]): string {
  return servers
    .map(({ sourceServerId }) => sourceServerId)
    .toSorted()
    .join();
}

function drsOf({ clients, config }: RecoveryContext): DrsPort {
  return clients.drs(config.region);
}

/** Batches are never empty. */
export function firstOf<Item>([first]: readonly Item[]): Item {
  if (first === undefined) throw new Error("a batch without a resource");
  return first;
}
