/** Removes the instances that our own jobs launched, and only those: a drill's clean-up, and the rollback of a recovery before cut-over. */
import type { Discovery, Effect, InverseContext, PollAnswer, Preparation } from "@dr/adapter-kit";
import type { DrsClients } from "../clients.ts";
import type { DrsPort, RecoveryInstanceFacts } from "../drs-client.ts";
import type { RecoveryConfig, RecoveryResources } from "../input.ts";
import type { LaunchPre } from "../preflight.ts";
import { listOpenJobs } from "../open-jobs.ts";
import type { JobHandle } from "./launch.ts";

/** Instances to remove, all launched by jobs of our ledger. */
export interface TerminatePre {
  readonly instanceIds: readonly string[];
  readonly sourceServerIds: readonly string[];
}

type Context = InverseContext<DrsClients, RecoveryResources, RecoveryConfig, LaunchPre, JobHandle>;

/** Words of EC2 and DRS for an instance that is going or gone. */
const GOING: ReadonlySet<string> = new Set(["SHUTTING-DOWN", "TERMINATED", "NOT_FOUND"]);

/** Removal of what the originals launched; `onlyDrills` also demands that DRS itself calls the instance a drill. */
export function terminateLaunched({ onlyDrills }: { readonly onlyDrills: boolean }): Effect<Context, TerminatePre, JobHandle> {
  return {
    prepare: async (context) => prepare(context, onlyDrills),
    act: async (context, _target, { instanceIds }) => ({ jobId: await drsOf(context).terminateRecoveryInstances(instanceIds) }),
    poll: async (context, _target, pre, { jobId }) => poll(drsOf(context), pre, jobId),
    discover: async (context, _target, pre) => discover(drsOf(context), pre, context.now),
  };
}

async function prepare(context: Context, onlyDrills: boolean): Promise<Preparation<TerminatePre>> {
  const drs = drsOf(context);
  const jobIds = context.originals.flatMap(({ handle }) => (handle ? [handle.jobId] : []));
  const sourceServerIds = [...new Set(context.originals.flatMap(({ pre }) => pre.servers.map(({ sourceServerId }) => sourceServerId)))];
  const running = (await drs.describeJobs({ jobIds })).find(({ status }) => status !== "COMPLETED");
  if (running) return { state: "not_ready", message: `job ${running.jobId} is still launching` };
  const present = await drs.describeRecoveryInstances(sourceServerIds);
  const ours = present.filter(({ jobId, isDrill }) => jobIds.includes(jobId) && (isDrill || !onlyDrills));
  const untouched = present
    .filter((instance) => jobIds.includes(instance.jobId) && !ours.includes(instance))
    .map(({ recoveryInstanceId }) => recoveryInstanceId);
  if (ours.length === 0) return { state: "noop", evidence: { after: { instances: [] }, leftovers: untouched } };
  const instanceIds = ours.map(({ recoveryInstanceId }) => recoveryInstanceId);
  return { state: "ready", pre: { instanceIds, sourceServerIds }, standing: instanceIds };
}

async function poll(drs: DrsPort, pre: TerminatePre, jobId: string): Promise<PollAnswer> {
  const left = await remaining(drs, pre);
  if (left.length > 0) {
    const [job] = jobId === "" ? [] : await drs.describeJobs({ jobIds: [jobId] });
    const going = left.filter(({ ec2State }) => GOING.has(ec2State.toUpperCase()));
    // A completed job shows no servers any more. What is neither gone nor going by then was not removed, and will not be.
    const stuck = job?.status === "COMPLETED" && going.length < left.length;
    if (!stuck)
      return { state: "in_progress", message: `${left.length} of ${pre.instanceIds.length} instances are still there`, percent: 50 };
  }
  const leftovers = left.map(({ recoveryInstanceId }) => recoveryInstanceId);
  const removed = pre.instanceIds.filter((id) => !leftovers.includes(id));
  return {
    state: "completed",
    evidence: {
      before: { instances: pre.instanceIds },
      after: { removed },
      externalIds: jobId === "" ? {} : { terminateJobId: jobId },
      rpo: { seconds: 0, method: "no_data_touched", confidence: "exact" },
      leftovers,
      warnings: leftovers.length === 0 ? [] : [`could not be removed: ${leftovers.join(", ")}`],
    },
  };
}

async function discover(drs: DrsPort, pre: TerminatePre, now: string): Promise<Discovery<JobHandle>> {
  const left = await remaining(drs, pre);
  if (left.every(({ ec2State }) => GOING.has(ec2State.toUpperCase()))) return { state: "found", handle: { jobId: "" } };
  const open = await listOpenJobs(drs, now);
  const ours = open.find(({ servers }) => servers.some(({ sourceServerId }) => pre.sourceServerIds.includes(sourceServerId)));
  if (!ours) return { state: "not_started" };
  if (ours.type === "TERMINATE") return { state: "found", handle: { jobId: ours.jobId } };
  return { state: "unclear", message: `job ${ours.jobId} works on the same servers` };
}

async function remaining(drs: DrsPort, pre: TerminatePre): Promise<readonly RecoveryInstanceFacts[]> {
  const present = await drs.describeRecoveryInstances(pre.sourceServerIds);
  return present.filter(({ recoveryInstanceId }) => pre.instanceIds.includes(recoveryInstanceId));
}

function drsOf({ clients, config }: Context): DrsPort {
  return clients.drs(config.region);
}
