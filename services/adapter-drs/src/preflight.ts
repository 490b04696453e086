/** Looks at the servers of a job before it is asked for: are they known, recoverable and free? */
import type { Preparation, TaskContext } from "@dr/adapter-kit";
import type { DrsClients } from "./clients.ts";
import type { DrsPort, SourceServerFacts } from "./drs-client.ts";
import { refusal } from "./failures.ts";
import { compatibilityWarnings, type RecoveryConfig, type RecoveryResources } from "./input.ts";
import { inBatches } from "./in-batches.ts";
import { listOpenJobs } from "./open-jobs.ts";
import { resolveServers } from "./resolve-servers.ts";

/** A server as it stood before the launch. */
export interface ServerPre {
  readonly sourceServerId: string;
  readonly asked: string;
  readonly replicationState: string;
  readonly newestSnapshot: string | null;
  readonly launchDisposition: string;
}

/** State before a launch. `knownJobIds` are the jobs that cannot be ours: they were there before. */
export interface LaunchPre {
  readonly isDrill: boolean;
  readonly servers: readonly ServerPre[];
  readonly knownJobIds: readonly string[];
}

/** What a preflight works with. */
export type RecoveryContext = TaskContext<DrsClients, RecoveryResources, RecoveryConfig>;

type Refused = Exclude<Preparation<LaunchPre>, { state: "ready" }>;

/** DRS service quotas (not adjustable): jobs at the same time, and servers in all of them. */
const MAX_JOBS = 20;
const MAX_SERVERS_IN_JOBS = 500;

/** Replication states that leave nothing current to launch from while the source is up. What is not listed, even an unknown word, is worth a warning. */
const BLOCKING: ReadonlySet<string> = new Set(["STOPPED", "INITIATING", "INITIAL_SYNC", "STALLED", "DISCONNECTED"]);

/** The state before the launch, or why there is no launch. */
export async function preflight(context: RecoveryContext, asked: readonly string[]): Promise<Preparation<LaunchPre>> {
  const drs = context.clients.drs(context.config.region);
  const isDrill = context.executionType === "drill";
  const resolved = await resolveServers(drs, asked);
  if ("state" in resolved) return resolved;
  const { servers } = resolved;
  const ids = servers.map(({ facts }) => facts.sourceServerId);
  const busy = (await checkJobs(drs, ids, context.now)) ?? (isDrill ? await checkLiveInstances(drs, ids) : undefined);
  if (busy) return busy;
  const observed = await inBatches(servers, async ({ asked: name, facts }) => ({ facts, pre: await observeServer(drs, name, facts) }));
  const failed = observed.flatMap(({ facts, pre }) => blockers(context, facts, pre));
  if (failed.length > 0) {
    return { state: "failed", failure: refusal("drs.not_recoverable", failed.join("; "), { servers: failed }) };
  }
  const replaced = isDrill ? [] : await replacedInstances(drs, ids);
  return {
    state: "ready",
    pre: {
      isDrill,
      servers: observed.map(({ pre }) => pre),
      knownJobIds: [...new Set(servers.flatMap(({ facts }) => facts.lastLaunchJobId ?? []))],
    },
    warnings: [...compatibilityWarnings(context.resources), ...observed.flatMap(({ pre }) => stateWarning(pre)), ...replaced],
  };
}

async function observeServer(drs: DrsPort, asked: string, { sourceServerId, replicationState }: SourceServerFacts): Promise<ServerPre> {
  const [newestSnapshot, launchDisposition] = await Promise.all([
    drs.newestSnapshot(sourceServerId),
    drs.launchDisposition(sourceServerId),
  ]);
  return { sourceServerId, asked, replicationState, newestSnapshot: newestSnapshot ?? null, launchDisposition };
}

/** A dead source cannot replicate: in an unplanned recovery only the snapshot counts. */
function blockers({ executionType, mode }: RecoveryContext, facts: SourceServerFacts, pre: ServerPre): readonly string[] {
  const unplanned = executionType === "recovery" && mode === "unplanned";
  const problems = [
    ...(facts.stagingStatus === "EXTENSION_ERROR" ? ["its staging area is broken (EXTENSION_ERROR)"] : []),
    ...(pre.newestSnapshot === null ? ["it has no point in time to recover"] : []),
    ...(!unplanned && BLOCKING.has(facts.replicationState) ? [`its replication is ${facts.replicationState}`] : []),
  ];
  return problems.map((problem) => `${pre.asked} (${facts.sourceServerId}): ${problem}`);
}

function stateWarning({ asked, replicationState, newestSnapshot }: ServerPre): readonly string[] {
  return replicationState === "CONTINUOUS"
    ? []
    : [`${asked}: replication is ${replicationState}; newest point in time ${newestSnapshot ?? "none"}`];
}

/** DRS runs one job at a time on a server, and a limited number of them: wait for room. */
async function checkJobs(drs: DrsPort, ids: readonly string[], now: string): Promise<Refused | undefined> {
  const open = await listOpenJobs(drs, now);
  const ours = open.find(({ servers }) => servers.some(({ sourceServerId }) => ids.includes(sourceServerId)));
  if (ours) return { state: "not_ready", message: `job ${ours.jobId} works on the same servers` };
  const inJobs = open.reduce((sum, { servers }) => sum + servers.length, 0);
  if (open.length < MAX_JOBS && inJobs + ids.length <= MAX_SERVERS_IN_JOBS) return undefined;
  return { state: "not_ready", message: `DRS is busy: ${open.length} jobs with ${inJobs} servers` };
}

/** A launch replaces the server's recovery instance. One that is no drill may be live production by now: a drill must not touch it. */
async function checkLiveInstances(drs: DrsPort, ids: readonly string[]): Promise<Refused | undefined> {
  const live = (await drs.describeRecoveryInstances(ids)).filter(({ isDrill }) => !isDrill);
  if (live.length === 0) return undefined;
  const instances = live.map(({ recoveryInstanceId, sourceServerId }) => `${recoveryInstanceId} of ${sourceServerId}`);
  const message = `a drill would replace recovery instances that may be live: ${instances.join(", ")}`;
  return { state: "failed", failure: refusal("drs.live_instance", message, { instances }) };
}

async function replacedInstances(drs: DrsPort, ids: readonly string[]): Promise<readonly string[]> {
  const present = await drs.describeRecoveryInstances(ids);
  return present.map(
    ({ recoveryInstanceId, sourceServerId, isDrill }) =>
      `${isDrill ? "drill" : "recovery"} instance ${recoveryInstanceId} of ${sourceServerId} is replaced`,
  );
}
