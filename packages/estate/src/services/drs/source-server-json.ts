// A source server as DescribeSourceServers writes it.
import { toIso } from "../../estate-clock.ts";
import { type LastLaunch, sourceServerArn, type SourceServerRecord } from "./records.ts";
import { type Replication, toIsoDuration } from "./replication.ts";

const DISK_BYTES = 50 * 1024 ** 3;

/** The `SourceServer` at a moment. */
export const sourceServerJson = (server: SourceServerRecord, replication: Replication, accountId: string, nowMs: number) => ({
  sourceServerID: server.sourceServerId,
  arn: sourceServerArn(server.region, accountId, server.sourceServerId),
  tags: { Name: server.name, "dr:simulated": "true" },
  lastLaunchResult: lastLaunchResult(server.lastLaunch, nowMs),
  ...(instanceOf(server.lastLaunch, nowMs) !== undefined && { recoveryInstanceId: instanceOf(server.lastLaunch, nowMs) }),
  dataReplicationInfo: {
    dataReplicationState: replication.state,
    lagDuration: toIsoDuration(replication.lagSeconds),
    replicatedDisks: [
      { deviceName: "/dev/xvda", totalStorageBytes: DISK_BYTES, replicatedStorageBytes: DISK_BYTES, backloggedStorageBytes: 0 },
    ],
    stagingAvailabilityZone: `${server.region}a`,
  },
  lifeCycle: {
    addedToServiceDateTime: toIso(server.addedMs),
    lastSeenByServiceDateTime: toIso(replication.stoppedMs ?? nowMs),
    ...(server.lastLaunch !== undefined && { lastLaunch: lastLaunchJson(server.lastLaunch, nowMs) }),
  },
  sourceProperties: {
    lastUpdatedDateTime: toIso(server.addedMs),
    recommendedInstanceType: "m6i.large",
    identificationHints: {
      hostname: server.name,
      fqdn: `${server.name}.simulated.internal`,
      ...(server.awsInstanceId !== undefined && { awsInstanceID: server.awsInstanceId }),
    },
    networkInterfaces: [{ ips: [server.privateIp], isPrimary: true }],
    disks: [{ deviceName: "/dev/xvda", bytes: DISK_BYTES }],
    cpus: [{ cores: 2, modelName: "simulated" }],
    ramBytes: 8 * 1024 ** 3,
    os: { fullString: "Linux (simulated)" },
  },
  sourceCloudProperties: {
    originAccountID: accountId,
    originRegion: server.originRegion,
    originAvailabilityZone: `${server.originRegion}a`,
  },
  stagingArea: {
    status: server.stagingStatus ?? "NOT_EXTENDED",
    stagingAccountID: accountId,
    ...(server.stagingStatus === "EXTENSION_ERROR" && { errorMessage: "The staging account cannot be reached (simulated)." }),
  },
  replicationDirection: server.reversalOf === undefined ? "FAILOVER" : "FAILBACK",
  ...(server.reversedTo !== undefined && {
    reversedDirectionSourceServerArn: sourceServerArn(server.reversedTo.region, accountId, server.reversedTo.id),
  }),
});

const instanceOf = (launch: LastLaunch | undefined, nowMs: number): string | undefined =>
  launch !== undefined && statusOf(launch, nowMs) === "LAUNCHED" ? launch.recoveryInstanceId : undefined;

const statusOf = (launch: LastLaunch, nowMs: number): string => {
  if (launch.terminatedMs !== undefined && nowMs >= launch.terminatedMs) return "TERMINATED";
  if (nowMs < launch.startMs) return "PENDING";
  return nowMs < launch.endMs ? "IN_PROGRESS" : launch.outcome;
};

const lastLaunchResult = (launch: LastLaunch | undefined, nowMs: number): string => {
  if (launch === undefined) return "NOT_STARTED";
  if (nowMs < launch.endMs) return "PENDING";
  return launch.outcome === "LAUNCHED" ? "SUCCEEDED" : "FAILED";
};

const lastLaunchJson = (launch: LastLaunch, nowMs: number) => ({
  initiated: { apiCallDateTime: toIso(launch.requestedMs), jobID: launch.jobId, type: launch.type },
  status: statusOf(launch, nowMs),
});
