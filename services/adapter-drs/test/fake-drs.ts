/** A stateful DRS and EC2 in virtual time: jobs advance, servers are launched or fail, instances pass their checks late, quotas hold. */
import { awsError, type FakeWorld, type WrapPort } from "@dr/adapter-kit/testing";
import type { VirtualClock } from "@dr/runtime";
import type { DrsClients } from "../src/clients.ts";
import type { DrsPort, JobFacts, RecoveryInstanceFacts } from "../src/drs-client.ts";
import type { Ec2Port } from "../src/ec2-client.ts";

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
}

/** What stands in the fake at the start. */
export interface FakeDrsEstate {
  readonly servers: readonly FakeServer[];
  readonly instances?: readonly RecoveryInstanceFacts[];
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
}

const LISTED_AFTER_MS = 2_000;
const STARTED_AFTER_MS = 5_000;
const LAUNCH_MS = 100_000;
const CHECKS_MS = 30_000;
const TERMINATE_MS = 60_000;
const SNAPSHOT = "2026-11-23T03:59:30.000Z";

/** The fake. Effects read `drill s-1,s-2`, `recovery s-1` and `terminate i-s-1-1`. */
export function createFakeDrs(estate: FakeDrsEstate, clock: VirtualClock): FakeDrsWorld {
  const effects: string[] = [];
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
    ...(estate.instances ?? []),
    ...jobs.flatMap((job, index) =>
      job.serverIds
        .filter((id) => isLaunched(job, id))
        .map((id) => ({
          recoveryInstanceId: `i-${id}-${index + 1}`,
          sourceServerId: id,
          jobId: job.jobId,
          isDrill: job.isDrill,
          ec2State: jobs.some((other) => other.instanceIds.includes(`i-${id}-${index + 1}`)) ? "SHUTTING-DOWN" : "RUNNING",
          pointInTime: serverOf(id)?.newestSnapshot ?? SNAPSHOT,
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
    servers:
      job.type === "TERMINATE" && isOver(job)
        ? []
        : job.serverIds.map((id) => ({ sourceServerId: id, launchStatus: launchStatus(job, id) })),
  });
  const launchStatus = (job: Job, id: string): string => {
    if (!isOver(job)) return age(job) < STARTED_AFTER_MS ? "PENDING" : "IN_PROGRESS";
    return isLaunched(job, id) ? "LAUNCHED" : "FAILED";
  };
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
          replicationState,
          lagDuration: "PT0S",
          stagingStatus,
          lastLaunchJobId: jobs.findLast((job) => job.type === "LAUNCH" && job.serverIds.includes(sourceServerId))?.jobId,
        })),
    newestSnapshot: async (id) => {
      const snapshot = serverOf(id)?.newestSnapshot;
      return snapshot === null ? undefined : (snapshot ?? SNAPSHOT);
    },
    launchDisposition: async (id) => serverOf(id)?.launchDisposition ?? "STARTED",
    describeJobs: async (filter) =>
      jobs
        .filter((job) => ("jobIds" in filter ? filter.jobIds.includes(job.jobId) : job.createdMs >= Date.parse(filter.since)))
        .filter((job) => age(job) >= LISTED_AFTER_MS)
        .map(toFacts),
    describeRecoveryInstances: async (ids) => {
      assertAllowed("describeRecoveryInstances");
      return present().filter(({ sourceServerId }) => ids.includes(sourceServerId));
    },
    describeTrouble: async (jobId) =>
      jobs
        .filter((job) => job.jobId === jobId)
        .flatMap(({ serverIds }) => serverIds)
        .filter((id) => serverOf(id)?.failsToLaunch)
        .map((id) => `LAUNCH_FAILED ${id} no capacity`),
    startRecovery: async (ids, isDrill) => {
      const jobId = begin({ type: "LAUNCH", isDrill, serverIds: ids, instanceIds: [] });
      effects.push(`${isDrill ? "drill" : "recovery"} ${ids.join(",")}`);
      return jobId;
    },
    terminateRecoveryInstances: async (ids) => {
      assertAllowed("terminateRecoveryInstances");
      const serverIds = present()
        .filter(({ recoveryInstanceId }) => ids.includes(recoveryInstanceId))
        .map(({ sourceServerId }) => sourceServerId);
      const jobId = begin({ type: "TERMINATE", isDrill: false, serverIds, instanceIds: ids });
      effects.push(`terminate ${ids.join(",")}`);
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
          const check = passed ? "ok" : unknownWords ? "pondering" : "initializing";
          const stopped = serverOf(sourceServerId)?.launchDisposition === "STOPPED";
          return { instanceId: recoveryInstanceId, state: stopped ? "stopped" : "running", instanceCheck: check, systemCheck: check };
        }),
  };
  return {
    createClients: (wrap: WrapPort) => {
      const [wrappedDrs, wrappedEc2] = [wrap(drs), wrap(ec2)];
      return { drs: () => wrappedDrs, ec2: () => wrappedEc2 };
    },
    effects: () => effects,
    jobs: () => jobs,
    deny: (call) => void denied.add(call),
    speakUnknownWords: () => {
      unknownWords = true;
    },
  };
}
