// The records of the simulated DRS: facts with times, from which the state at any moment follows.
import { seededHex } from "../../seeded-choice.ts";
import { defineKind } from "../../world/kind.ts";

/** The last launch of a source server; `endMs` is when its outcome shows. */
export type LastLaunch = {
  readonly jobId: string;
  readonly type: "DRILL" | "RECOVERY";
  readonly requestedMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: "LAUNCHED" | "FAILED";
  readonly recoveryInstanceId?: string;
  readonly terminatedMs?: number;
};

/** A Systems Manager document that DRS would run on what it launched. */
export type PostLaunchAction = {
  readonly name: string;
  readonly actionCode: string;
  readonly optional: boolean;
  readonly active: boolean;
};

/** A protected server. It lives in the recovery Region; `originRegion` is where the server itself runs. */
export type SourceServerRecord = {
  readonly sourceServerId: string;
  readonly region: string;
  readonly originRegion: string;
  readonly name: string;
  readonly awsInstanceId?: string;
  readonly replicationState: string;
  /** Lag when replication works; it grows by itself while replication does not. */
  readonly lagSeconds: number;
  /** When replication stopped; absent while it works. */
  readonly replicationStoppedMs?: number;
  readonly hasSnapshots: boolean;
  /** The points in time that there are; absent = those of DRS's default policy. */
  readonly snapshotsMs?: readonly number[];
  readonly stagingStatus?: "EXTENDED" | "EXTENSION_ERROR" | "NOT_EXTENDED";
  /** Absent = none, and post-launch actions are switched off. */
  readonly postLaunchActions?: readonly PostLaunchAction[];
  readonly addedMs: number;
  readonly launchDisposition: "STARTED" | "STOPPED";
  readonly privateIp: string;
  readonly lastLaunch?: LastLaunch;
  /** The first copy of a reversed server is complete at this time. */
  readonly syncedMs?: number;
  /** The server that replicates the recovered instance back, and the one whose instance it replicates. */
  readonly reversedTo?: { readonly region: string; readonly id: string };
  readonly reversalOf?: { readonly region: string; readonly id: string };
  /** A server outside of AWS: it fails back by a launch of its own. */
  readonly onPremises?: boolean;
};

/** One server's way through a launch job. */
export type ServerLaunch = {
  readonly sourceServerId: string;
  readonly snapshotEndMs: number;
  readonly conversionEndMs: number;
  readonly endMs: number;
  readonly outcome: "LAUNCHED" | "FAILED";
  readonly usedPreviousSnapshot: boolean;
  readonly noSnapshot: boolean;
  readonly recoveryInstanceId?: string;
  readonly replacedInstanceId?: string;
};

type JobTimes = { readonly jobId: string; readonly createdMs: number; readonly startMs: number; readonly endMs: number };

/** A job of StartRecovery. */
export type LaunchJobRecord = JobTimes & {
  readonly type: "LAUNCH";
  readonly isDrill: boolean;
  readonly launches: readonly ServerLaunch[];
  readonly tags: Readonly<Record<string, string>>;
};

/** A job of TerminateRecoveryInstances. */
export type TerminateJobRecord = JobTimes & {
  readonly type: "TERMINATE";
  readonly instances: readonly { readonly recoveryInstanceId: string; readonly sourceServerId: string }[];
};

/** Any job. */
export type JobRecord = LaunchJobRecord | TerminateJobRecord;

/** A recovery instance, which is also the EC2 instance of the same id. */
export type RecoveryInstanceRecord = {
  readonly recoveryInstanceId: string;
  readonly region: string;
  readonly sourceServerId: string;
  readonly jobId: string;
  readonly isDrill: boolean;
  readonly availabilityZone: string;
  readonly privateIp: string;
  readonly launchDisposition: "STARTED" | "STOPPED";
  readonly snapshotMs: number;
  /** EC2 shows the instance, pending. */
  readonly createdMs: number;
  readonly runningMs: number;
  readonly statusOkMs: number;
  /** At that time its status checks turn impaired instead. */
  readonly impaired?: boolean;
  /** DRS lists it as a recovery instance. */
  readonly registeredMs: number;
  readonly shuttingDownMs?: number;
  readonly terminatedMs?: number;
  /** A server on premises: from when on its failback client is ready, and the launch of the failback. */
  readonly failbackReadyMs?: number;
  readonly failback?: { readonly jobId: string; readonly startMs: number; readonly endMs: number };
};

/** Source servers by id. */
export const sourceServerKind = defineKind<SourceServerRecord>("drs.source-server");
/** Jobs by id. */
export const jobKind = defineKind<JobRecord>("drs.job");
/** Recovery instances by id. */
export const recoveryInstanceKind = defineKind<RecoveryInstanceRecord>("drs.recovery-instance");

/**
 * The source server id for the name a plan uses. DRS ids are `s-` and 17 hex digits; a plan may say `i-app01`, the
 * origin's instance id, for which one id is derived, always the same.
 */
export const sourceServerIdFor = (name: string): string =>
  /^s-[0-9a-zA-Z]{17}$/u.test(name) ? name : `s-${seededHex(17, "drs.source-server", name)}`;

/** The ARN of a source server. */
export const sourceServerArn = (region: string, accountId: string, id: string): string =>
  `arn:aws:drs:${region}:${accountId}:source-server/${id}`;

/** The launch template that DRS made for a source server; it stands in EC2. */
export const launchTemplateIdOf = (sourceServerId: string): string => `lt-${seededHex(17, "launch-template", sourceServerId)}`;
