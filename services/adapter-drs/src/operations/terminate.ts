/** Removes the instances that our own jobs launched, and only those: a drill's clean-up, and the rollback of a recovery before cut-over. */
import {
  inBatches,
  type BatchEffect,
  type BatchTarget,
  type Discovery,
  type Effect,
  type InverseContext,
  type PollAnswer,
  type Preparation,
} from "@dr/adapter-kit";
import type { DrsClients } from "../clients.ts";
import type { DrsPort, JobFacts, RecoveryInstanceFacts } from "../drs-client.ts";
import type { RecoveryConfig, RecoveryResources } from "../input.ts";
import { isLeaving } from "../instance-states.ts";
import { listOpenJobs } from "../open-jobs.ts";
import type { LaunchPre } from "../preflight.ts";
import { firstOf, type JobHandle } from "./launch.ts";

/** Instances of one server to remove, all launched by jobs of our ledger. */
export interface TerminatePre {
  readonly sourceServerId: string;
  readonly instanceIds: readonly string[];
}

type Context = InverseContext<DrsClients, RecoveryResources, RecoveryConfig, LaunchPre, JobHandle>;
type Removed = BatchEffect<Context, TerminatePre, JobHandle>;

/** Servers in a request: DRS takes at most 200 instance ids, and more than two launches of a server hardly stand at once. */
const SERVERS_PER_JOB = 100;

/** Removal of what the originals launched; `onlyDrills` also demands that DRS itself calls the instance a drill. */
export function terminateLaunched({ onlyDrills }: { readonly onlyDrills: boolean }): Effect<Context, TerminatePre, JobHandle> {
  return inBatches<Context, TerminatePre, JobHandle>({
    size: SERVERS_PER_JOB,
    prepare: (items) => prepare(items, onlyDrills),
    act: async (items) => ({
      jobId: await drsOf(firstOf(items).context).terminateRecoveryInstances(items.flatMap(({ pre }) => pre.instanceIds)),
    }),
    poll,
    discover: async (items) => {
      const { context } = firstOf(items);
      const present = await presentOf(items);
      const open = await listOpenJobs(drsOf(context), context.now);
      return new Map(items.map(({ target, pre }) => [target, find(pre, present, open)]));
    },
  });
}

async function prepare(
  items: readonly BatchTarget<Context>[],
  onlyDrills: boolean,
): Promise<ReadonlyMap<string, Preparation<TerminatePre>>> {
  const drs = drsOf(firstOf(items).context);
  const originals = items.flatMap(({ context }) => context.originals);
  const jobs = await drs.describeJobs({ jobIds: [...new Set(originals.flatMap(({ handle }) => (handle ? [handle.jobId] : [])))] });
  const present = await drs.describeRecoveryInstances([...new Set(originals.map(({ pre }) => pre.sourceServerId))]);
  return new Map(items.map(({ target, context }) => [target, prepareServer(context, { jobs, present, onlyDrills })]));
}

function prepareServer(
  { originals }: Context,
  seen: { readonly jobs: readonly JobFacts[]; readonly present: readonly RecoveryInstanceFacts[]; readonly onlyDrills: boolean },
): Preparation<TerminatePre> {
  const sourceServerId = originals.at(-1)?.pre.sourceServerId ?? "";
  const jobIds = new Set(originals.flatMap(({ handle }) => (handle ? [handle.jobId] : [])));
  const running = seen.jobs.find(({ jobId, status }) => jobIds.has(jobId) && status !== "COMPLETED");
  if (running) return { state: "not_ready", message: `job ${running.jobId} is still launching` };
  const launched = seen.present.filter((one) => one.sourceServerId === sourceServerId && jobIds.has(one.jobId));
  const ours = launched.filter(({ isDrill }) => isDrill || !seen.onlyDrills);
  const untouched = launched.filter((one) => !ours.includes(one)).map(({ recoveryInstanceId }) => recoveryInstanceId);
  if (ours.length === 0) return { state: "noop", evidence: { after: { instances: [] }, leftovers: untouched } };
  const instanceIds = ours.map(({ recoveryInstanceId }) => recoveryInstanceId);
  return { state: "ready", pre: { instanceIds, sourceServerId }, standing: [...instanceIds, ...untouched] };
}

async function poll(items: readonly Removed[]): Promise<ReadonlyMap<string, PollAnswer>> {
  const present = await presentOf(items);
  const jobIds = [...new Set(items.flatMap(({ handle }) => (handle.jobId === "" ? [] : [handle.jobId])))];
  const jobs = jobIds.length === 0 ? [] : await drsOf(firstOf(items).context).describeJobs({ jobIds });
  const isOver = ({ jobId }: JobHandle): boolean => jobs.find((job) => job.jobId === jobId)?.status === "COMPLETED";
  return new Map(
    items.map(({ target, pre, handle }) => [target, judge(pre, remaining(pre, present), { jobId: handle.jobId, isOver: isOver(handle) })]),
  );
}

function judge(
  pre: TerminatePre,
  left: readonly RecoveryInstanceFacts[],
  job: { readonly jobId: string; readonly isOver: boolean },
): PollAnswer {
  // A completed job shows no servers any more. What is neither gone nor going by then was not removed, and will not be.
  const isStuck = job.isOver && left.some(({ ec2State }) => !isLeaving(ec2State));
  if (left.length > 0 && !isStuck)
    return { state: "in_progress", message: `${left.length} of ${pre.instanceIds.length} instances are still there`, percent: 50 };
  const leftovers = left.map(({ recoveryInstanceId }) => recoveryInstanceId);
  return {
    state: "completed",
    evidence: {
      before: { instances: pre.instanceIds },
      after: { removed: pre.instanceIds.filter((id) => !leftovers.includes(id)) },
      externalIds: job.jobId === "" ? {} : { terminateJobId: job.jobId },
      rpo: { seconds: 0, method: "no_data_touched", confidence: "exact" },
      leftovers,
      warnings: leftovers.length === 0 ? [] : [`could not be removed: ${leftovers.join(", ")}`],
    },
  };
}

function find(pre: TerminatePre, present: readonly RecoveryInstanceFacts[], open: readonly JobFacts[]): Discovery<JobHandle> {
  if (remaining(pre, present).every(({ ec2State }) => isLeaving(ec2State))) return { state: "found", handle: { jobId: "" } };
  const ours = open.find(({ servers }) => servers.some(({ sourceServerId }) => sourceServerId === pre.sourceServerId));
  if (!ours) return { state: "not_started" };
  if (ours.type === "TERMINATE") return { state: "found", handle: { jobId: ours.jobId } };
  return { state: "unclear", message: `job ${ours.jobId} works on the same server` };
}

function presentOf(items: readonly { readonly context: Context; readonly pre: TerminatePre }[]): Promise<readonly RecoveryInstanceFacts[]> {
  return drsOf(firstOf(items).context).describeRecoveryInstances(items.map(({ pre }) => pre.sourceServerId));
}

function remaining({ instanceIds }: TerminatePre, present: readonly RecoveryInstanceFacts[]): readonly RecoveryInstanceFacts[] {
  return present.filter(({ recoveryInstanceId }) => instanceIds.includes(recoveryInstanceId));
}

function drsOf({ clients, config }: Context): DrsPort {
  return clients.drs(config.region);
}
