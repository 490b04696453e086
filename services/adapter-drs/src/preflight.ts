/** Looks at servers before they are launched: are they known, recoverable and free, and what would their launch replace? */
import {
  block,
  boundedAll,
  toPreparation,
  wait,
  warn,
  type BatchTarget,
  type Finding,
  type Preparation,
  type TaskContext,
} from "@dr/adapter-kit";
import type { DrsClients } from "./clients.ts";
import type { DrsPort, RecoveryInstanceFacts, SourceServerFacts } from "./drs-client.ts";
import { compatibilityWarnings, type RecoveryConfig, type RecoveryResources } from "./input.ts";
import { isLeaving } from "./instance-states.ts";
import { listOpenJobs } from "./open-jobs.ts";
import { resolveServers } from "./resolve-servers.ts";

/** A server as it stood before its launch. `knownJobId` cannot be our job: it was there before. */
export interface LaunchPre {
  readonly sourceServerId: string;
  readonly isDrill: boolean;
  readonly replicationState: string;
  readonly newestSnapshot: string | null;
  readonly launchDisposition: string;
  readonly knownJobId: string | null;
}

/** What a preflight works with. */
export type RecoveryContext = TaskContext<DrsClients, RecoveryResources, RecoveryConfig>;

/** DRS service quotas (not adjustable): jobs at the same time, and servers in all of them. */
const MAX_JOBS = 20;
const MAX_SERVERS_IN_JOBS = 500;

/** Replication states that leave nothing current to launch from while the source is up. What is not listed, even an unknown word, is worth a warning. */
const BLOCKING: ReadonlySet<string> = new Set(["STOPPED", "INITIATING", "INITIAL_SYNC", "STALLED", "DISCONNECTED"]);

/** What is the same for all servers of a look. */
interface Surroundings {
  readonly drs: DrsPort;
  readonly context: RecoveryContext;
  readonly jobs: readonly Finding[];
  readonly busy: ReadonlyMap<string, string>;
  readonly instances: readonly RecoveryInstanceFacts[];
}

/** The state of each server before its launch, or why there is no launch. */
export async function preflight(items: readonly BatchTarget<RecoveryContext>[]): Promise<ReadonlyMap<string, Preparation<LaunchPre>>> {
  const [first] = items;
  if (!first) return new Map();
  const { context } = first;
  const drs = context.clients.drs(context.config.region);
  const resolved = await resolveServers(
    drs,
    items.map(({ target }) => target),
  );
  const ids = [...resolved.values()].flatMap((one) => ("sourceServerId" in one ? [one.sourceServerId] : []));
  const open = ids.length === 0 ? [] : await listOpenJobs(drs, context.now);
  const around: Surroundings = {
    drs,
    context,
    jobs: roomFor(ids.length, open),
    busy: new Map(open.flatMap(({ jobId, servers }) => servers.map(({ sourceServerId }) => [sourceServerId, jobId] as const))),
    instances: ids.length === 0 ? [] : await drs.describeRecoveryInstances(ids),
  };
  const prepared = await boundedAll([...resolved], async ([asked, server]): Promise<readonly [string, Preparation<LaunchPre>]> => {
    if (!("sourceServerId" in server)) return [asked, toPreparation([server])];
    return [asked, await prepareServer(around, asked, server)];
  });
  return new Map(prepared);
}

async function prepareServer(around: Surroundings, asked: string, server: SourceServerFacts): Promise<Preparation<LaunchPre>> {
  const { drs, context, jobs, busy, instances } = around;
  const { sourceServerId, replicationState, lastLaunchJobId = null } = server;
  const job = busy.get(sourceServerId);
  if (job !== undefined) return toPreparation([wait("drs.server_busy", `job ${job} works on ${sourceServerId}`)]);
  const [newestSnapshot, launchDisposition] = await Promise.all([
    drs.newestSnapshot(sourceServerId),
    drs.launchDisposition(sourceServerId),
  ]);
  const isDrill = context.executionType === "drill";
  const findings = [
    ...replacing(context, sourceServerId, instances),
    ...fit(context, asked, server, newestSnapshot),
    ...jobs,
    ...compatibilityWarnings(context.resources).map((text) => warn("drs.not_used", text)),
  ];
  const pre = {
    sourceServerId,
    isDrill,
    replicationState,
    newestSnapshot: newestSnapshot ?? null,
    launchDisposition,
    knownJobId: lastLaunchJobId,
  };
  return toPreparation(findings, pre);
}

/** A dead source cannot replicate: in an unplanned recovery only the snapshot counts. */
function fit(
  { executionType, mode }: RecoveryContext,
  asked: string,
  { sourceServerId, stagingStatus, replicationState }: SourceServerFacts,
  newestSnapshot: string | undefined,
): readonly Finding[] {
  const name = asked === sourceServerId ? asked : `${asked} (${sourceServerId})`;
  const not = (problem: string): Finding => block("drs.not_recoverable", `${name}: ${problem}`, { replicationState });
  const isUnplanned = executionType === "recovery" && mode === "unplanned";
  return [
    ...(stagingStatus === "EXTENSION_ERROR" ? [not("its staging area is broken (EXTENSION_ERROR)")] : []),
    ...(newestSnapshot === undefined ? [not("it has no point in time to recover")] : []),
    ...(!isUnplanned && BLOCKING.has(replicationState) ? [not(`its replication is ${replicationState}`)] : []),
    ...(replicationState === "CONTINUOUS"
      ? []
      : [warn("drs.not_current", `${name}: replication is ${replicationState}; newest point in time ${newestSnapshot ?? "none"}`)]),
  ];
}

/** A launch makes DRS terminate the server's recovery instance. One that is no drill may be live production by now. */
function replacing(
  { executionType, config }: RecoveryContext,
  server: string,
  instances: readonly RecoveryInstanceFacts[],
): readonly Finding[] {
  return instances
    .filter(({ sourceServerId, ec2State }) => sourceServerId === server && !isLeaving(ec2State))
    .map(({ recoveryInstanceId: instanceId, isDrill, jobId }) => {
      if (isDrill) return warn("drs.drill_replaced", `drill instance ${instanceId} of ${server} is replaced`);
      const evidence = { recoveryInstanceId: instanceId, jobId };
      if (executionType === "drill")
        return block("drs.live_instance", `a drill would replace ${instanceId} of ${server}, which may be live`, evidence);
      if (config.replaceExisting === true) return warn("drs.recovery_replaced", `recovery instance ${instanceId} of ${server} is replaced`);
      const next = `terminate it, leave the server out, or say config.replaceExisting: true`;
      return block("drs.instance_exists", `${server} was recovered before: ${instanceId} exists and may be live; ${next}`, evidence);
    });
}

/** DRS runs a limited number of jobs: wait for room. */
function roomFor(servers: number, open: readonly { readonly servers: readonly unknown[] }[]): readonly Finding[] {
  const inJobs = open.reduce((sum, job) => sum + job.servers.length, 0);
  if (open.length < MAX_JOBS && inJobs + Math.min(servers, 100) <= MAX_SERVERS_IN_JOBS) return [];
  return [wait("drs.busy", `DRS is busy: ${open.length} jobs with ${inJobs} servers`)];
}
