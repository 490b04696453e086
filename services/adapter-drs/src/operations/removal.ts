/** Terminates instances of servers, together, and proves that they are gone. Which ones is for its user to say: DRS asks nobody. */
import {
  inBatches,
  NO_DATA,
  type Answers,
  type BatchEffect,
  type BatchTarget,
  type Discovery,
  type Effect,
  type PollAnswer,
  type Preparation,
  type TaskContext,
} from "@dr/adapter-kit";
import type { DrsClients } from "../clients.ts";
import type { DrsPort, JobFacts, RecoveryInstanceFacts } from "../drs-client.ts";
import { classifyDrsError } from "../failures.ts";
import { isLeaving } from "../instance-states.ts";
import { listOpenJobs } from "../open-jobs.ts";
import { firstOf } from "./launch.ts";
import type { JobHandle } from "./launch-verdict.ts";

/** Instances of servers to remove: of one, or of all that one recovery plan launched. */
export interface TerminatePre {
  readonly sourceServerIds: readonly string[];
  readonly instanceIds: readonly string[];
}

/** What a removal needs of its task. */
export type RemovalContext = TaskContext<DrsClients, unknown, { readonly region?: string | undefined }>;

/** Servers in a request: DRS takes at most 200 instance ids, and more than two launches of a server hardly stand at once. */
const SERVERS_PER_JOB = 100;

/** What every removal of instances is declared with. */
export const REMOVAL = {
  reversibility: "irreversible",
  defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 300, expectedSeconds: 60 },
  pollSeconds: 15,
  settleSeconds: () => 60,
  howToCheck: (server: string) => `aws drs describe-recovery-instances --filters sourceServerIDs=<id of ${server}>`,
  classify: classifyDrsError,
} as const;

/** Removal of what `prepare` says. */
export function removal<Context extends RemovalContext>(
  prepare: (items: readonly BatchTarget<Context>[]) => Promise<Answers<Preparation<TerminatePre>>>,
): Effect<Context, TerminatePre, JobHandle> {
  const effect = inBatches<Context, TerminatePre, JobHandle>({
    size: SERVERS_PER_JOB,
    prepare,
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
  return { ...effect, identityOf: ({ sourceServerIds }) => serverOf({ sourceServerId: sourceServerIds.join(",") }) };
}

/** A server is itself by its DRS id, which is unique everywhere, whether the plan names it by that or by its instance. */
export function serverOf({ sourceServerId }: { readonly sourceServerId: string }): string {
  return `drs-source-server:::${sourceServerId}`;
}

/** DRS in the Region of the task. */
export function drsOf({ clients, config }: RemovalContext): DrsPort {
  return clients.drs(config.region);
}

async function poll(items: readonly BatchEffect<RemovalContext, TerminatePre, JobHandle>[]): Promise<ReadonlyMap<string, PollAnswer>> {
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
      rpo: NO_DATA,
      leftovers,
      warnings: leftovers.length === 0 ? [] : [`could not be removed: ${leftovers.join(", ")}`],
    },
  };
}

function find(pre: TerminatePre, present: readonly RecoveryInstanceFacts[], open: readonly JobFacts[]): Discovery<JobHandle> {
  if (remaining(pre, present).every(({ ec2State }) => isLeaving(ec2State))) return { state: "found", handle: { jobId: "" } };
  const ours = open.find(({ servers }) => servers.some(({ sourceServerId }) => pre.sourceServerIds.includes(sourceServerId)));
  if (!ours) return { state: "not_started" };
  if (ours.type === "TERMINATE") return { state: "found", handle: { jobId: ours.jobId } };
  return { state: "unclear", message: `job ${ours.jobId} works on the same server` };
}

function presentOf(
  items: readonly { readonly context: RemovalContext; readonly pre: TerminatePre }[],
): Promise<readonly RecoveryInstanceFacts[]> {
  return drsOf(firstOf(items).context).describeRecoveryInstances(items.flatMap(({ pre }) => pre.sourceServerIds));
}

function remaining({ instanceIds }: TerminatePre, present: readonly RecoveryInstanceFacts[]): readonly RecoveryInstanceFacts[] {
  return present.filter(({ recoveryInstanceId }) => instanceIds.includes(recoveryInstanceId));
}
