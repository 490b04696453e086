/** The part of AWS Elastic Disaster Recovery that recovery needs, behind a narrow port. */
import {
  DrsClient,
  GetLaunchConfigurationCommand,
  paginateDescribeJobLogItems,
  paginateDescribeJobs,
  paginateDescribeRecoveryInstances,
  paginateDescribeRecoverySnapshots,
  paginateDescribeSourceServers,
  paginateListLaunchActions,
  ReverseReplicationCommand,
  StartFailbackLaunchCommand,
  StartRecoveryCommand,
  StopFailbackCommand,
  TagResourceCommand,
  TerminateRecoveryInstancesCommand,
  UntagResourceCommand,
  type Job,
  type RecoveryInstance,
  type SourceServer,
} from "@aws-sdk/client-drs";
import { collectPages, createClientPair, firstInPages } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";

/** A source server. States are DRS's own words; new words appear. */
export interface SourceServerFacts {
  readonly sourceServerId: string;
  readonly awsInstanceId: string | undefined;
  readonly replicationState: string;
  /** ISO 8601 duration; absent when DRS does not know. */
  readonly lagDuration: string | undefined;
  readonly stagingStatus: string | undefined;
  readonly lastLaunchJobId: string | undefined;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly originRegion: string | undefined;
  /** The server that replicates the recovered instance back, once replication was reversed. */
  readonly reversedArn: string | undefined;
}

/** A point in time that a server can be recovered to, ISO 8601. */
export interface SnapshotFacts {
  readonly snapshotId: string;
  readonly timestamp: string;
}

/** How a server is launched. `disposition` is `STARTED` or `STOPPED`. */
export interface LaunchSettings {
  readonly disposition: string;
  readonly templateId: string | undefined;
  readonly runsPostLaunchActions: boolean;
}

/** Something that DRS runs on a launched instance, in the rights of whoever launched it. */
export interface PostLaunchAction {
  readonly name: string;
  /** Code of the Systems Manager document. */
  readonly document: string;
  readonly optional: boolean;
}

/** A server to launch; without a snapshot, from a fresh one (or the newest that exists if the source is dead). */
export interface LaunchOrder {
  readonly sourceServerId: string;
  readonly snapshotId?: string;
}

/** A job. There is no FAILED: what became of it is in the servers' `launchStatus`. */
export interface JobFacts {
  readonly jobId: string;
  readonly type: string;
  readonly initiatedBy: string;
  readonly status: string;
  readonly createdAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly servers: readonly { readonly sourceServerId: string; readonly launchStatus: string }[];
}

/** An instance that DRS launched. `recoveryInstanceId` is its EC2 id. */
export interface RecoveryInstanceFacts {
  readonly recoveryInstanceId: string;
  readonly sourceServerId: string;
  readonly jobId: string;
  readonly isDrill: boolean;
  readonly ec2State: string;
  readonly pointInTime: string | undefined;
  /** DRS's word for the failback of a server outside of AWS (`FAILBACK_READY_FOR_LAUNCH`, …); empty if it says nothing. */
  readonly failbackState: string;
}

/** DRS in one Region. What changes something is sent once; nothing of it has an idempotency token. */
export interface DrsPort {
  /** All servers, or those with these ids (at most 200); one that does not exist is missing from the answer. */
  readonly describeSourceServers: (ids?: readonly string[]) => Promise<readonly SourceServerFacts[]>;
  /** The newest point in time that can be recovered, or the newest up to a time; undefined if there is none. */
  readonly newestSnapshot: (sourceServerId: string, until?: string) => Promise<SnapshotFacts | undefined>;
  readonly launchSettings: (sourceServerId: string) => Promise<LaunchSettings>;
  /** The active ones. */
  readonly listPostLaunchActions: (sourceServerId: string) => Promise<readonly PostLaunchAction[]>;
  /** Jobs by id, or all since a time. */
  readonly describeJobs: (filter: { readonly jobIds: readonly string[] } | { readonly since: string }) => Promise<readonly JobFacts[]>;
  /** All recovery instances, or those of these servers. */
  readonly describeRecoveryInstances: (sourceServerIds?: readonly string[]) => Promise<readonly RecoveryInstanceFacts[]>;
  /** Events of a job that tell of trouble, newest last: `LAUNCH_FAILED s-… : reason`. */
  readonly describeTrouble: (jobId: string) => Promise<readonly string[]>;
  /** Launches; returns the job's id. */
  readonly startRecovery: (servers: readonly LaunchOrder[], isDrill: boolean) => Promise<string>;
  /** Terminates; returns the job's id. */
  readonly terminateRecoveryInstances: (recoveryInstanceIds: readonly string[]) => Promise<string>;
  /** Replicates a recovered instance to where its server came from. There is no job; the server shows the reversed one. */
  readonly reverseReplication: (recoveryInstanceId: string) => Promise<void>;
  /** Launches the failback of a server outside of AWS; returns the job's id. */
  readonly startFailbackLaunch: (recoveryInstanceId: string) => Promise<string>;
  readonly stopFailback: (recoveryInstanceId: string) => Promise<void>;
  readonly tagServer: (arn: string, tags: Readonly<Record<string, string>>) => Promise<void>;
  readonly untagServer: (arn: string, keys: readonly string[]) => Promise<void>;
}

/** Events of a job's log that are evidence of a failure (DRS API reference, JobLogEvent). */
const TROUBLE = /FAIL|SKIPPED|CANCEL|USING_PREVIOUS_SNAPSHOT/;

/** DRS on AWS, or on `DR_AWS_ENDPOINT`. */
export function createDrsPort(env: FunctionEnv, region: string | undefined): DrsPort {
  const { read, mutate } = createClientPair(env, (config) => new DrsClient(config), region);
  return {
    describeSourceServers: async (ids) => {
      const filters = ids === undefined ? {} : { sourceServerIDs: [...ids] };
      const pages = paginateDescribeSourceServers({ client: read, pageSize: 200 }, { filters });
      return (await collectPages(pages, ({ items }) => items)).map(toSourceServer);
    },
    newestSnapshot: async (sourceServerID, until) => {
      const filters = until === undefined ? {} : { filters: { toDateTime: until } };
      const pages = paginateDescribeRecoverySnapshots({ client: read, pageSize: 1 }, { sourceServerID, order: "DESC", ...filters });
      const newest = await firstInPages(pages, ({ items }) => items);
      return newest?.timestamp === undefined ? undefined : { snapshotId: newest.snapshotID ?? "", timestamp: newest.timestamp };
    },
    launchSettings: async (sourceServerID) => {
      const settings = await read.send(new GetLaunchConfigurationCommand({ sourceServerID }));
      return {
        disposition: settings.launchDisposition ?? "STARTED",
        templateId: settings.ec2LaunchTemplateID,
        runsPostLaunchActions: settings.postLaunchEnabled === true,
      };
    },
    listPostLaunchActions: async (resourceId) => {
      const pages = paginateListLaunchActions({ client: read, pageSize: 100 }, { resourceId });
      return (await collectPages(pages, ({ items }) => items))
        .filter(({ active }) => active !== false)
        .map(({ name = "", actionCode = "", optional }) => ({ name, document: actionCode, optional: optional === true }));
    },
    describeJobs: async (filter) => {
      const filters = "jobIds" in filter ? { jobIDs: [...filter.jobIds] } : { fromDate: filter.since };
      const pages = paginateDescribeJobs({ client: read, pageSize: 200 }, { filters });
      return (await collectPages(pages, ({ items }) => items)).map(toJob);
    },
    describeRecoveryInstances: async (sourceServerIds) => {
      const filters = sourceServerIds === undefined ? {} : { sourceServerIDs: [...sourceServerIds] };
      const pages = paginateDescribeRecoveryInstances({ client: read, pageSize: 200 }, { filters });
      return (await collectPages(pages, ({ items }) => items)).map(toRecoveryInstance);
    },
    describeTrouble: async (jobID) => {
      const items = await collectPages(paginateDescribeJobLogItems({ client: read }, { jobID }), (page) => page.items);
      const trouble = items.filter(({ event }) => event !== undefined && TROUBLE.test(event));
      return trouble.map(({ event, eventData }) => [event, eventData?.sourceServerID, eventData?.rawError].filter(Boolean).join(" "));
    },
    startRecovery: async (servers, isDrill) => {
      const sourceServers = servers.map(({ sourceServerId: sourceServerID, snapshotId: recoverySnapshotID }) =>
        recoverySnapshotID === undefined ? { sourceServerID } : { sourceServerID, recoverySnapshotID },
      );
      // No tags on the job: the existing orchestrator found that they keep DRS from converting. `isDrill` is never left out.
      return jobIdOf((await mutate.send(new StartRecoveryCommand({ sourceServers, isDrill }))).job);
    },
    terminateRecoveryInstances: async (recoveryInstanceIDs) =>
      jobIdOf((await mutate.send(new TerminateRecoveryInstancesCommand({ recoveryInstanceIDs: [...recoveryInstanceIDs] }))).job),
    reverseReplication: async (recoveryInstanceID) => {
      await mutate.send(new ReverseReplicationCommand({ recoveryInstanceID }));
    },
    startFailbackLaunch: async (id) => jobIdOf((await mutate.send(new StartFailbackLaunchCommand({ recoveryInstanceIDs: [id] }))).job),
    stopFailback: async (recoveryInstanceID) => {
      await mutate.send(new StopFailbackCommand({ recoveryInstanceID }));
    },
    tagServer: async (resourceArn, tags) => {
      await mutate.send(new TagResourceCommand({ resourceArn, tags: { ...tags } }));
    },
    untagServer: async (resourceArn, tagKeys) => {
      await mutate.send(new UntagResourceCommand({ resourceArn, tagKeys: [...tagKeys] }));
    },
  };
}

/** DRS accepted the request, so an answer without a job is an unknown outcome: not a `DrError`, which would say that nothing was sent. */
function jobIdOf(job: Job | undefined): string {
  if (job?.jobID === undefined) throw new Error("DRS accepted the request and named no job");
  return job.jobID;
}

function toSourceServer(server: SourceServer): SourceServerFacts {
  if (server.sourceServerID === undefined) throw new DrError("drs.unreadable_answer", "a source server without an id", { retryable: true });
  return {
    sourceServerId: server.sourceServerID,
    awsInstanceId: server.sourceProperties?.identificationHints?.awsInstanceID,
    replicationState: server.dataReplicationInfo?.dataReplicationState ?? "",
    lagDuration: server.dataReplicationInfo?.lagDuration,
    stagingStatus: server.stagingArea?.status,
    lastLaunchJobId: server.lifeCycle?.lastLaunch?.initiated?.jobID,
    ...placeOf(server),
  };
}

function placeOf({ arn = "", tags = {}, sourceCloudProperties, reversedDirectionSourceServerArn }: SourceServer) {
  return { arn, tags, originRegion: sourceCloudProperties?.originRegion, reversedArn: reversedDirectionSourceServerArn };
}

function toJob(job: Job): JobFacts {
  return {
    jobId: job.jobID ?? "",
    type: job.type ?? "",
    initiatedBy: job.initiatedBy ?? "",
    status: job.status ?? "",
    createdAt: job.creationDateTime,
    endedAt: job.endDateTime,
    servers: (job.participatingServers ?? []).map(({ sourceServerID = "", launchStatus = "" }) => ({
      sourceServerId: sourceServerID,
      launchStatus,
    })),
  };
}

function toRecoveryInstance(instance: RecoveryInstance): RecoveryInstanceFacts {
  return {
    recoveryInstanceId: instance.recoveryInstanceID ?? instance.ec2InstanceID ?? "",
    sourceServerId: instance.sourceServerID ?? "",
    jobId: instance.jobID ?? "",
    // Without the flag it may be live production: then it counts as that.
    isDrill: instance.isDrill === true,
    ec2State: instance.ec2InstanceState ?? "",
    pointInTime: instance.pointInTimeSnapshotDateTime,
    failbackState: instance.failback?.state ?? "",
  };
}
