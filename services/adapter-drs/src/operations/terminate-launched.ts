/** Removes the instances that our own jobs launched, and only those: a drill's clean-up, and the rollback of a recovery before cut-over. */
import type { BatchTarget, Effect, InverseContext, Preparation } from "@dr/adapter-kit";
import type { DrsClients } from "../clients.ts";
import type { JobFacts, RecoveryInstanceFacts } from "../drs-client.ts";
import type { RecoveryConfig, RecoveryResources } from "../input.ts";
import type { LaunchPre } from "../launch-pre.ts";
import { solutionOf, type SolutionHandle, type SolutionPre } from "../solution/through-solution.ts";
import { firstOf } from "./launch.ts";
import type { JobHandle } from "./launch-verdict.ts";
import { drsOf, removal, type TerminatePre } from "./removal.ts";

type Context = InverseContext<DrsClients, RecoveryResources, RecoveryConfig, LaunchPre | SolutionPre, JobHandle | SolutionHandle>;

/** Removal of what the originals launched; `onlyDrills` also demands that DRS itself calls the instance a drill. */
export function terminateLaunched({ onlyDrills }: { readonly onlyDrills: boolean }): Effect<Context, TerminatePre, JobHandle> {
  return removal<Context>((items) => prepare(items, onlyDrills));
}

/** What launched, as DRS knows it: jobs, and the servers in them. */
interface Launches {
  readonly jobIds: ReadonlySet<string>;
  readonly sourceServerIds: readonly string[];
}

async function prepare(
  items: readonly BatchTarget<Context>[],
  onlyDrills: boolean,
): Promise<ReadonlyMap<string, Preparation<TerminatePre>>> {
  const drs = drsOf(firstOf(items).context);
  const launches = new Map(await Promise.all(items.map(async ({ target, context }) => [target, await launchesOf(context)] as const)));
  const jobIds = [...new Set([...launches.values()].flatMap((one) => [...one.jobIds]))];
  const servers = [...new Set([...launches.values()].flatMap(({ sourceServerIds }) => sourceServerIds))];
  const jobs = jobIds.length === 0 ? [] : await drs.describeJobs({ jobIds });
  const present = servers.length === 0 ? [] : await drs.describeRecoveryInstances(servers);
  return new Map([...launches].map(([target, one]) => [target, prepareOne(one, { jobs, present, onlyDrills })]));
}

/** An execution of the DRS solution is read again for its jobs: its record may say nothing of instances that stand. */
async function launchesOf(context: Context): Promise<Launches> {
  const jobIds = new Set<string>();
  const servers = new Set<string>();
  for (const { pre, handle } of context.originals) {
    for (const id of "planId" in pre ? pre.expected : [pre.sourceServerId]) servers.add(id);
    if (handle && "jobId" in handle) jobIds.add(handle.jobId);
    if (!handle || !("drsExecutionId" in handle)) continue;
    const known = await launchesOfExecution(context, handle.drsExecutionId);
    for (const id of known.jobIds) jobIds.add(id);
    for (const id of known.sourceServerIds) servers.add(id);
  }
  return { jobIds, sourceServerIds: [...servers] };
}

async function launchesOfExecution(context: Context, executionId: string): Promise<Launches> {
  const solution = solutionOf(context);
  const [record, standing] = await Promise.all([solution.record(executionId), solution.instances(executionId)]);
  const servers = [...(record?.servers ?? []), ...standing];
  return {
    jobIds: new Set([...(record?.jobIds ?? []), ...servers.flatMap(({ jobId }) => jobId ?? [])]),
    sourceServerIds: servers.map(({ sourceServerId }) => sourceServerId),
  };
}

function prepareOne(
  { jobIds, sourceServerIds }: Launches,
  seen: { readonly jobs: readonly JobFacts[]; readonly present: readonly RecoveryInstanceFacts[]; readonly onlyDrills: boolean },
): Preparation<TerminatePre> {
  const running = seen.jobs.find(({ jobId, status }) => jobIds.has(jobId) && status !== "COMPLETED");
  if (running) return { state: "not_ready", message: `job ${running.jobId} is still launching` };
  const own = seen.present.filter((one) => sourceServerIds.includes(one.sourceServerId));
  const launched = own.filter((one) => jobIds.has(one.jobId));
  const ours = launched.filter(({ isDrill }) => isDrill || !seen.onlyDrills);
  // Where nobody knows of a job, what stands may be of this launch, or somebody's: it is told, and left.
  const untold = jobIds.size === 0 ? own : launched;
  const untouched = untold.filter((one) => !ours.includes(one)).map(({ recoveryInstanceId }) => recoveryInstanceId);
  if (ours.length === 0) return { state: "noop", evidence: { after: { instances: [] }, leftovers: untouched } };
  const instanceIds = ours.map(({ recoveryInstanceId }) => recoveryInstanceId);
  return { state: "ready", pre: { instanceIds, sourceServerIds }, standing: [...instanceIds, ...untouched] };
}
