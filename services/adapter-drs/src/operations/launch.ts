/** Launches servers, up to 100 in a job, each with an outcome of its own. */
import { inBatches, type BatchIntent, type Discovery, type Effect, type PollAnswer } from "@dr/adapter-kit";
import type { DrsPort, JobFacts } from "../drs-client.ts";
import type { LaunchPre, RecoveryContext } from "../launch-pre.ts";
import { DRS_QUOTAS } from "../input.ts";
import { preflight } from "../preflight.ts";
import { GONE_WRONG, judgeLaunch, type JobHandle, type Launched } from "./launch-verdict.ts";

/** Job times are DRS's, ours may be off: discovery looks this much further back. */
const CLOCK_SKEW_MS = 60_000;

/** The launch of servers; `isDrill` says what DRS is told. */
export function launchServers(isDrill: (context: RecoveryContext) => boolean): Effect<RecoveryContext, LaunchPre, JobHandle> {
  return inBatches<RecoveryContext, LaunchPre, JobHandle>({
    size: DRS_QUOTAS.serversInJob,
    prepare: (items) => preflight(items, items[0] !== undefined && isDrill(items[0].context)),
    act: async (items) => {
      const { context, pre } = firstOf(items);
      const orders = items.map((item) => {
        const { sourceServerId, snapshotId } = item.pre;
        return snapshotId === undefined ? { sourceServerId } : { sourceServerId, snapshotId };
      });
      return { jobId: await drsOf(context).startRecovery(orders, pre.isDrill) };
    },
    poll,
    discover,
  });
}

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
  const ids = [...ours.values()].map((one) => one.recoveryInstanceId);
  const ec2 = context.clients.ec2(context.config.region);
  const [health, addresses] = await Promise.all([ec2.describeHealth(ids), ec2.describeAddresses(ids)]);
  const healthOf = new Map(health.map((one) => [one.instanceId, one]));
  const addressOf = new Map(addresses.map((one) => [one.instanceId, one]));
  const troubled = await troubleOf(drs, jobs.values());
  const answers = items.map((item): readonly [string, PollAnswer] => {
    const instance = ours.get(item.target);
    const id = instance?.recoveryInstanceId ?? "";
    const seen = { job: jobs.get(item.handle.jobId), instance, health: healthOf.get(id), address: addressOf.get(id) };
    return [item.target, judgeLaunch(item, seen, troubled.get(item.handle.jobId) ?? [])];
  });
  await noteLaunches(items, new Map(answers));
  return new Map(answers);
}

async function troubleOf(drs: DrsPort, jobs: Iterable<JobFacts>): Promise<ReadonlyMap<string, readonly string[]>> {
  const troubled = new Map<string, readonly string[]>();
  for (const { jobId, status, servers } of jobs) {
    if (status !== "COMPLETED" && !servers.some(({ launchStatus }) => GONE_WRONG.has(launchStatus))) continue;
    troubled.set(jobId, await drs.describeTrouble(jobId));
  }
  return troubled;
}

/** Before a launch is reported as done, so that a later wave finds it in the book. */
async function noteLaunches(items: readonly Launched[], answers: ReadonlyMap<string, PollAnswer>): Promise<void> {
  for (const { target, context, pre, handle } of items) {
    if (answers.get(target)?.state !== "completed") continue;
    const { executionId, config, clients } = context;
    await clients.launches.note({ executionId, region: config.region, sourceServerId: pre.sourceServerId }, handle.jobId);
  }
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
