/** Removes the instances that our own jobs launched, and only those: a drill's clean-up, and the rollback of a recovery before cut-over. */
import type { BatchTarget, Effect, InverseContext, Preparation } from "@dr/adapter-kit";
import type { DrsClients } from "../clients.ts";
import type { JobFacts, RecoveryInstanceFacts } from "../drs-client.ts";
import type { RecoveryConfig, RecoveryResources } from "../input.ts";
import type { LaunchPre } from "../launch-pre.ts";
import { firstOf } from "./launch.ts";
import type { JobHandle } from "./launch-verdict.ts";
import { drsOf, removal, type TerminatePre } from "./removal.ts";

type Context = InverseContext<DrsClients, RecoveryResources, RecoveryConfig, LaunchPre, JobHandle>;

/** Removal of what the originals launched; `onlyDrills` also demands that DRS itself calls the instance a drill. */
export function terminateLaunched({ onlyDrills }: { readonly onlyDrills: boolean }): Effect<Context, TerminatePre, JobHandle> {
  return removal<Context>((items) => prepare(items, onlyDrills));
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
