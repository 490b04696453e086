/** Looks at servers before they are launched: are they known, recoverable and free, and what would their launch replace? */
import { boundedAll, info, toPreparation, wait, warn, type BatchTarget, type Finding, type Preparation } from "@dr/adapter-kit";
import type { DrsPort, JobFacts, RecoveryInstanceFacts, SourceServerFacts } from "./drs-client.ts";
import { findingsOnReplication, nameOf } from "./fitness.ts";
import { compatibilityWarnings, DRS_QUOTAS, idOf, type RecoveryConfig } from "./input.ts";
import type { LaunchPre, RecoveryContext } from "./launch-pre.ts";
import { launchFindings } from "./launch-findings.ts";
import { listOpenJobs } from "./open-jobs.ts";
import { replacementOf } from "./replacement.ts";
import { resolveServers } from "./resolve-servers.ts";

/** What is the same for all servers of a look. */
interface Surroundings {
  readonly drs: DrsPort;
  readonly context: RecoveryContext;
  readonly isDrill: boolean;
  /** Servers that do not fit into the service's limits now. */
  readonly crowded: ReadonlyMap<string, Finding>;
  readonly busy: ReadonlyMap<string, string>;
  readonly instances: readonly RecoveryInstanceFacts[];
}

/** The state of each server before its launch, or why there is no launch. `isDrill` is what DRS will be told. */
export async function preflight(
  items: readonly BatchTarget<RecoveryContext>[],
  isDrill: boolean,
): Promise<ReadonlyMap<string, Preparation<LaunchPre>>> {
  const [first] = items;
  if (!first) return new Map();
  const { context } = first;
  const drs = context.clients.drs(context.config.region);
  const asked = items.map(({ target }) => target);
  const resolved = await resolveServers(drs, asked);
  const ids = [...resolved.values()].flatMap((one) => ("sourceServerId" in one ? [one.sourceServerId] : []));
  const open = ids.length === 0 ? [] : await listOpenJobs(drs, context.now);
  const around: Surroundings = {
    drs,
    context,
    isDrill,
    crowded: crowdedOut(ids, open),
    busy: new Map(open.flatMap(({ jobId, servers }) => servers.map(({ sourceServerId }) => [sourceServerId, jobId] as const))),
    instances: ids.length === 0 ? [] : await drs.describeRecoveryInstances(ids),
  };
  const prepared = await boundedAll([...resolved], async ([name, server]): Promise<readonly [string, Preparation<LaunchPre>]> => {
    if (!("sourceServerId" in server)) return [name, toPreparation([server])];
    return [name, await prepareServer(around, name, server)];
  });
  return new Map(prepared);
}

async function prepareServer(around: Surroundings, asked: string, server: SourceServerFacts): Promise<Preparation<LaunchPre>> {
  const { drs, context, isDrill, crowded, busy, instances } = around;
  const { sourceServerId, replicationState, lastLaunchJobId = null } = server;
  const job = busy.get(sourceServerId);
  if (job !== undefined) return toPreparation([wait("drs.server_busy", `job ${job} works on ${sourceServerId}`)]);
  const standing = await replacementOf(context, { sourceServerId, isDrill, asked }, instances);
  if ("adopted" in standing) return { state: "noop", evidence: standing.adopted };
  const wanted = wantedPoint(context.config, asked);
  const [snapshot, settings] = await Promise.all([drs.newestSnapshot(sourceServerId, wanted), drs.launchSettings(sourceServerId)]);
  const room = crowded.get(sourceServerId);
  const findings = [
    ...standing.findings,
    ...findingsOnReplication(context, asked, server, { snapshot, wanted }),
    ...(await launchFindings(context, nameOf(asked, sourceServerId), { sourceServerId, settings })),
    ...(room ? [room] : []),
    ...(settings.disposition === "STOPPED" ? [info("drs.launched_stopped", `${asked} is launched stopped`)] : []),
    ...compatibilityWarnings(context.resources).map((text) => warn("drs.not_used", text)),
  ];
  const pre = {
    sourceServerId,
    isDrill,
    replicationState,
    newestSnapshot: snapshot?.timestamp ?? null,
    launchDisposition: settings.disposition,
    knownJobId: lastLaunchJobId,
    ...(wanted === undefined || snapshot === undefined ? {} : { snapshotId: snapshot.snapshotId }),
    ...(server.awsInstanceId === undefined ? {} : { awsInstanceId: server.awsInstanceId }),
  };
  return toPreparation(findings, pre);
}

/** The time up to which a server is wanted back; undefined = as new as can be. */
function wantedPoint({ pointInTime = "latest", pointsInTime = {} }: RecoveryConfig, asked: string): string | undefined {
  const named = Object.entries(pointsInTime).find(([name]) => idOf(name) === idOf(asked));
  const point = named?.[1] ?? pointInTime;
  return point === "latest" ? undefined : new Date(point).toISOString();
}

/** Whom the limits leave no room for now: other people's jobs count, and the servers of a task get their places in its order. */
function crowdedOut(ids: readonly string[], open: readonly JobFacts[]): ReadonlyMap<string, Finding> {
  const inJobs = open.reduce((sum, job) => sum + job.servers.length, 0);
  const room = Math.max(0, Math.min(DRS_QUOTAS.serversInJobs - inJobs, (DRS_QUOTAS.jobs - open.length) * DRS_QUOTAS.serversInJob));
  const finding = wait("drs.busy", `DRS is busy: ${open.length} jobs with ${inJobs} servers`, {
    openJobs: open.length,
    serversInJobs: inJobs,
  });
  return new Map(ids.slice(room).map((id) => [id, finding]));
}
