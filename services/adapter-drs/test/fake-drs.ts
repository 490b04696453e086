/** A stateful DRS and EC2 in virtual time: jobs advance, servers are launched or fail, instances pass their checks late, quotas hold. */
import { awsError, type FakeWorld, type WrapPort } from "@dr/adapter-kit/testing";
import type { VirtualClock } from "@dr/runtime";
import type { DrsClients } from "../src/clients.ts";
import type { DrsPort, JobFacts, PostLaunchAction, RecoveryInstanceFacts } from "../src/drs-client.ts";
import type { Ec2Port, LaunchNetwork } from "../src/ec2-client.ts";
import type { LaunchBook } from "../src/launch-book-client.ts";

/** A source server of the fake. */
export interface FakeServer {
  readonly sourceServerId: string;
  readonly awsInstanceId?: string;
  readonly replicationState?: string;
  readonly stagingStatus?: string;
  /** ISO 8601; null = no point in time to recover. */
  readonly newestSnapshot?: string | null;
  readonly launchDisposition?: string;
  readonly failsToLaunch?: boolean;
  /** Launched, and its checks never pass. */
  readonly isImpaired?: boolean;
  /** `null` = the launch template that it names does not exist. */
  readonly template?: LaunchNetwork | null;
  readonly postLaunchActions?: readonly PostLaunchAction[];
  /** Older points in time, ISO 8601. */
  readonly olderSnapshots?: readonly string[];
}

/** What stands in the fake at the start. */
export interface FakeDrsEstate {
  readonly servers: readonly FakeServer[];
  readonly instances?: readonly Omit<RecoveryInstanceFacts, "failbackState">[];
  /** Servers in jobs of other people, which never end: so many in each job. */
  readonly otherJobs?: readonly number[];
}

/** The fake and its levers. `deny` takes the right to a call away from now on. */
export interface FakeDrsWorld extends FakeWorld<DrsClients> {
  readonly jobs: () => readonly Job[];
  readonly deny: (call: "describeRecoveryInstances" | "terminateRecoveryInstances") => void;
}

interface Job {
  readonly jobId: string;
  readonly type: "LAUNCH" | "TERMINATE";
  readonly isDrill: boolean;
  readonly serverIds: readonly string[];
  readonly instanceIds: readonly string[];
  readonly createdMs: number;
  /** The points in time that were asked for. */
  readonly snapshots?: ReadonlyMap<string, string>;
}

const LISTED_AFTER_MS = 2_000;
const STARTED_AFTER_MS = 5_000;
const LAUNCH_MS = 100_000;
const CHECKS_MS = 30_000;
const TERMINATE_MS = 60_000;
const SNAPSHOT = "2026-11-23T03:59:30.000Z";

/** Nothing here uses them: their tests run on the estate. */
const refuse = (): Promise<never> => Promise.reject(awsError("NotSimulated", 400));
const unused = { reverseReplication: refuse, startFailbackLaunch: refuse, stopFailback: refuse, tagServer: refuse, untagServer: refuse };

/** The fake. Effects read `drill s-1,s-2`, `recovery s-1` and `terminate i-s-1-1`. */
export function createFakeDrs(estate: FakeDrsEstate, clock: VirtualClock): FakeDrsWorld {
  const effects: string[] = [];
  const touched: (readonly string[])[] = [];
  const jobs: Job[] = [];
  const denied = new Set<string>();
  const assertAllowed = (call: string): void => {
    if (denied.has(call)) throw awsError("AccessDeniedException", 403);
  };
  let unknownWords = false;
  const age = ({ createdMs }: Job): number => clock.nowMs() - createdMs;
  const isOver = (job: Job): boolean => age(job) >= (job.type === "LAUNCH" ? LAUNCH_MS : TERMINATE_MS);
  const isLaunched = (job: Job, id: string): boolean => job.type === "LAUNCH" && isOver(job) && !serverOf(id)?.failsToLaunch;
  const serverOf = (id: string): FakeServer | undefined => estate.servers.find(({ sourceServerId }) => sourceServerId === id);
  const isGone = (instanceId: string): boolean =>
    jobs.some((job) => job.type === "TERMINATE" && isOver(job) && job.instanceIds.includes(instanceId));
  const instances = (): readonly RecoveryInstanceFacts[] => [
    ...(estate.instances ?? []).map((one) => ({ ...one, failbackState: "FAILBACK_NOT_STARTED" })),
    ...jobs.flatMap((job, index) =>
      job.serverIds
        .filter((id) => isLaunched(job, id))
        .map((id) => ({
          recoveryInstanceId: `i-${id}-${index + 1}`,
          sourceServerId: id,
          jobId: job.jobId,
          isDrill: job.isDrill,
          ec2State: jobs.some((other) => other.instanceIds.includes(`i-${id}-${index + 1}`)) ? "SHUTTING-DOWN" : "RUNNING",
          failbackState: "FAILBACK_NOT_STARTED",
          pointInTime: job.snapshots?.get(id)?.slice("pit-".length) ?? serverOf(id)?.newestSnapshot ?? SNAPSHOT,
        })),
    ),
  ];
  const present = (): readonly RecoveryInstanceFacts[] => instances().filter(({ recoveryInstanceId }) => !isGone(recoveryInstanceId));
  const statusOf = (job: Job): string => {
    if (isOver(job)) return "COMPLETED";
    if (unknownWords) return "PONDERING";
    return age(job) < STARTED_AFTER_MS ? "PENDING" : "STARTED";
  };
  const toFacts = (job: Job): JobFacts => ({
    jobId: job.jobId,
    type: job.type,
    initiatedBy: job.type === "TERMINATE" ? "TERMINATE_RECOVERY_INSTANCES" : job.isDrill ? "START_DRILL" : "START_RECOVERY",
    status: statusOf(job),
    createdAt: new Date(job.createdMs).toISOString(),
    endedAt: isOver(job) ? new Date(job.createdMs + (job.type === "LAUNCH" ? LAUNCH_MS : TERMINATE_MS)).toISOString() : undefined,
    servers:
      job.type === "TERMINATE" && isOver(job)
        ? []
        : job.serverIds.map((id) => ({ sourceServerId: id, launchStatus: launchStatus(job, id) })),
  });
  const launchStatus = (job: Job, id: string): string => {
    if (!isOver(job)) return age(job) < STARTED_AFTER_MS ? "PENDING" : "IN_PROGRESS";
    return isLaunched(job, id) ? "LAUNCHED" : "FAILED";
  };
  const strangers = (): readonly JobFacts[] =>
    (estate.otherJobs ?? []).map((count, index) => ({
      jobId: `drsjob-other-${index}`,
      type: "LAUNCH",
      initiatedBy: "START_DRILL",
      status: "STARTED",
      createdAt: undefined,
      endedAt: undefined,
      servers: Array.from({ length: count }, (_, at) => ({ sourceServerId: `s-other-${index}-${at}`, launchStatus: "IN_PROGRESS" })),
    }));
  /** What each server may be called by. */
  const named = (ids: readonly string[]) => ids.map((id) => [id, serverOf(id)?.awsInstanceId ?? id]);
  const begin = (job: Omit<Job, "jobId" | "createdMs">): string => {
    const open = jobs.filter((other) => !isOver(other));
    if (open.some(({ serverIds }) => serverIds.some((id) => job.serverIds.includes(id)))) throw awsError("ConflictException", 409);
    if (open.length >= 20 || job.serverIds.length > 100) throw awsError("ServiceQuotaExceededException", 402);
    jobs.push({ ...job, jobId: `drsjob-${jobs.length + 1}`, createdMs: clock.nowMs() });
    return `drsjob-${jobs.length}`;
  };

  const drs: DrsPort = {
    describeSourceServers: async (ids) =>
      estate.servers
        .filter(({ sourceServerId }) => ids === undefined || ids.includes(sourceServerId))
        .map(({ sourceServerId, awsInstanceId, replicationState = "CONTINUOUS", stagingStatus }) => ({
          sourceServerId,
          awsInstanceId,
          arn: `arn:aws:drs:us-west-2:123456789012:source-server/${sourceServerId}`,
          tags: {},
          originRegion: "us-east-1",
          reversedArn: undefined,
          replicationState,
          lagDuration: "PT0S",
          stagingStatus,
          lastLaunchJobId: jobs.findLast((job) => job.type === "LAUNCH" && job.serverIds.includes(sourceServerId))?.jobId,
        })),
    newestSnapshot: async (id, until) => {
      const server = serverOf(id);
      const newest = server?.newestSnapshot === undefined ? SNAPSHOT : server.newestSnapshot;
      const all = [...(newest === null ? [] : [newest]), ...(server?.olderSnapshots ?? [])].toSorted();
      const timestamp = all.findLast((one) => until === undefined || one <= until);
      return timestamp === undefined ? undefined : { snapshotId: `pit-${timestamp}`, timestamp };
    },
    launchSettings: async (id) => {
      const { launchDisposition = "STARTED", postLaunchActions } = serverOf(id) ?? {};
      return { disposition: launchDisposition, templateId: `lt-${id}`, runsPostLaunchActions: postLaunchActions !== undefined };
    },
    listPostLaunchActions: async (id) => serverOf(id)?.postLaunchActions ?? [],
    describeJobs: async (filter) => [
      ...("since" in filter ? strangers() : []),
      ...jobs
        .filter((job) => ("jobIds" in filter ? filter.jobIds.includes(job.jobId) : job.createdMs >= Date.parse(filter.since)))
        .filter((job) => age(job) >= LISTED_AFTER_MS)
        .map(toFacts),
    ],
    describeRecoveryInstances: async (ids) => {
      assertAllowed("describeRecoveryInstances");
      return present().filter(({ sourceServerId }) => ids === undefined || ids.includes(sourceServerId));
    },
    describeTrouble: async (jobId) =>
      jobs
        .filter((job) => job.jobId === jobId)
        .flatMap(({ serverIds }) => serverIds)
        .filter((id) => serverOf(id)?.failsToLaunch)
        .map((id) => `LAUNCH_FAILED ${id} no capacity`),
    startRecovery: async (orders, isDrill) => {
      const ids = orders.map(({ sourceServerId }) => sourceServerId);
      const snapshots = new Map(
        orders.flatMap(({ sourceServerId, snapshotId }) => (snapshotId === undefined ? [] : [[sourceServerId, snapshotId]])),
      );
      const jobId = begin({ type: "LAUNCH", isDrill, serverIds: ids, instanceIds: [], snapshots });
      effects.push(`${isDrill ? "drill" : "recovery"} ${ids.join(",")}`);
      touched.push(...named(ids));
      return jobId;
    },
    ...unused,
    terminateRecoveryInstances: async (ids) => {
      assertAllowed("terminateRecoveryInstances");
      const serverIds = present()
        .filter(({ recoveryInstanceId }) => ids.includes(recoveryInstanceId))
        .map(({ sourceServerId }) => sourceServerId);
      const jobId = begin({ type: "TERMINATE", isDrill: false, serverIds, instanceIds: ids });
      effects.push(`terminate ${ids.join(",")}`);
      touched.push(...named(serverIds));
      return jobId;
    },
  };
  const ec2: Ec2Port = {
    describeHealth: async (ids) =>
      present()
        .filter(({ recoveryInstanceId }) => ids.includes(recoveryInstanceId))
        .map(({ recoveryInstanceId, sourceServerId, jobId }) => {
          const job = jobs.find((one) => one.jobId === jobId);
          const passed = job === undefined || age(job) >= LAUNCH_MS + CHECKS_MS;
          const failing = serverOf(sourceServerId)?.isImpaired === true ? "impaired" : "initializing";
          const check = passed && failing !== "impaired" ? "ok" : unknownWords ? "pondering" : failing;
          const stopped = serverOf(sourceServerId)?.launchDisposition === "STOPPED";
          const state = stopped ? "stopped" : "running";
          return {
            instanceId: recoveryInstanceId,
            state,
            instanceCheck: check,
            systemCheck: check,
            reachability: check === "ok" ? "passed" : "initializing",
          };
        }),
    describeAddresses: async (ids) =>
      ids.map((instanceId) => ({ instanceId, state: "running", privateIp: "10.1.0.7", publicIp: undefined, tags: {} })),
    launchNetwork: async (templateId) => {
      const template = serverOf(templateId.slice("lt-".length))?.template;
      return template === null ? undefined : (template ?? { subnetIds: [], securityGroupIds: [] });
    },
    missingNetwork: async ({ subnetIds, securityGroupIds }) => [...subnetIds, ...securityGroupIds].filter((id) => id.endsWith("-gone")),
  };
  const never = undefined as never;
  const book = new Map<string, string>();
  const launches: LaunchBook = {
    note: async ({ executionId, sourceServerId }, jobId) => void book.set(`${executionId}#${sourceServerId}`, jobId),
    jobOf: async ({ executionId, sourceServerId }) => book.get(`${executionId}#${sourceServerId}`),
  };
  return {
    createClients: (wrap: WrapPort) => {
      const [wrappedDrs, wrappedEc2] = [wrap(drs), wrap(ec2)];
      return { drs: () => wrappedDrs, ec2: () => wrappedEc2, launches: wrap(launches), solution: () => never };
    },
    effects: () => effects,
    touched: () => touched,
    jobs: () => jobs,
    deny: (call) => void denied.add(call),
    speakUnknownWords: () => {
      unknownWords = true;
    },
  };
}
