// File systems and their replication: described on either side, made at the source, ended from either.
import type {
  CreateReplicationConfigurationCommandOutput,
  DescribeFileSystemsResponse,
  DescribeMountTargetsResponse,
  DescribeReplicationConfigurationsResponse,
  ReplicationConfigurationDescription,
} from "@aws-sdk/client-efs";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, type ReadCall, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { fromTagList, toTagList } from "../../tag-list.ts";
import { DELETE, ENABLE, PROTECTION } from "./durations.ts";
import {
  fileSystemId,
  fileSystemIn,
  fileSystemKind,
  type FileSystemRecord,
  isDestination,
  isKnownIn,
  replicatedMs,
  replicationKind,
  replicationOf,
  type ReplicationRecord,
} from "./records.ts";

type Call = Pick<ReadCall, "world" | "nowMs" | "accountId" | "downSinceMs">;
const refuse = (code: string, message: string, status = 400) => awsError(code, message, status, { ErrorCode: code });
const noReplication = (id: string) => refuse("ReplicationNotFound", `No replication configuration found for file system ${id}.`, 404);

const protectionOf = (one: FileSystemRecord, { world, nowMs }: Call) => {
  if (isDestination(world, one, nowMs)) return "REPLICATING";
  // What somebody asked for counts after a moment.
  const former = one.protection === "ENABLED" ? "DISABLED" : "ENABLED";
  return nowMs < one.protectedMs ? former : one.protection;
};

export const describeFileSystems = readOperation({
  input: z.object({ FileSystemId: z.string().optional(), MaxItems: z.int().optional(), Marker: z.string().optional() }),
  resources: ({ FileSystemId }) => (FileSystemId === undefined ? [] : [FileSystemId]),
  run: ({ FileSystemId }, call): DescribeFileSystemsResponse => {
    const { world, region, accountId } = call;
    const found = FileSystemId === undefined ? world.list(fileSystemKind, region) : [fileSystemIn(world, region, FileSystemId)];
    return {
      FileSystems: found.map((one) => ({
        OwnerId: accountId,
        CreationToken: `simulated-${one.id}`,
        FileSystemId: one.id,
        FileSystemArn: `arn:aws:elasticfilesystem:${region}:${accountId}:file-system/${one.id}`,
        CreationTime: new Date(one.createdMs),
        LifeCycleState: "available",
        Name: one.name,
        NumberOfMountTargets: one.mountTargets,
        SizeInBytes: { Value: 6_144 },
        PerformanceMode: "generalPurpose",
        Tags: toTagList({ Name: one.name, ...one.tags }),
        FileSystemProtection: { ReplicationOverwriteProtection: protectionOf(one, call) },
      })),
    };
  },
});

export const describeMountTargets = readOperation({
  input: z.object({ FileSystemId: z.string() }),
  resources: ({ FileSystemId }) => [FileSystemId],
  run: ({ FileSystemId }, { world, region, accountId }): DescribeMountTargetsResponse => {
    const { id, mountTargets } = fileSystemIn(world, region, FileSystemId);
    return {
      MountTargets: Array.from({ length: mountTargets }, (_, index) => ({
        OwnerId: accountId,
        MountTargetId: `fsmt-${id.slice(3, 10)}${index}`,
        FileSystemId: id,
        SubnetId: `subnet-0000000${index}`,
        LifeCycleState: "available",
        IpAddress: `192.0.2.${index + 10}`,
      })),
    };
  },
});

const statusOf = (one: ReplicationRecord, nowMs: number) => {
  if (nowMs >= one.destinationEndMs || nowMs >= one.sourceEndMs) return "ERROR";
  if (one.deletingMs !== undefined) return "DELETING";
  return one.paused ? "PAUSED" : nowMs < one.enabledMs ? "ENABLING" : "ENABLED";
};

const shape = (one: ReplicationRecord, { nowMs, accountId, downSinceMs }: Call): ReplicationConfigurationDescription => {
  const lastMs = replicatedMs(one, nowMs, downSinceMs(one.sourceRegion));
  const arn = `arn:aws:elasticfilesystem:${one.sourceRegion}:${accountId}:file-system/${one.source}`;
  return {
    SourceFileSystemId: one.source,
    SourceFileSystemRegion: one.sourceRegion,
    SourceFileSystemArn: arn,
    OriginalSourceFileSystemArn: arn,
    CreationTime: new Date(one.createdMs),
    Destinations: [
      {
        Status: statusOf(one, nowMs),
        FileSystemId: one.destination,
        Region: one.destinationRegion,
        OwnerId: accountId,
        ...(lastMs === undefined ? {} : { LastReplicatedTimestamp: new Date(lastMs) }),
      },
    ],
    SourceFileSystemOwnerId: accountId,
  };
};

export const describeReplications = readOperation({
  input: z.object({ FileSystemId: z.string().optional() }),
  resources: ({ FileSystemId }) => (FileSystemId === undefined ? [] : [FileSystemId]),
  run: ({ FileSystemId }, call): DescribeReplicationConfigurationsResponse => {
    const { world, region, nowMs } = call;
    if (FileSystemId === undefined) {
      const all = world.list(replicationKind, GLOBAL_REGION).filter((one) => isKnownIn(one, region, nowMs));
      return { Replications: all.map((one) => shape(one, call)) };
    }
    const one = fileSystemIn(world, region, FileSystemId);
    const found = replicationOf(world, one, nowMs);
    if (found === undefined) throw noReplication(one.id);
    return { Replications: [shape(found, call)] };
  },
  withStatus: (output, status) => ({
    Replications: output.Replications?.map((one) => ({
      ...one,
      Destinations: one.Destinations?.map((destination) => ({ ...destination, Status: status })),
    })),
  }),
});

const destination = z.object({ FileSystemId: z.string(), Region: z.string().optional() });

export const createReplication = writeOperation({
  input: z.object({ SourceFileSystemId: z.string(), Destinations: z.tuple([destination]) }),
  resources: ({ SourceFileSystemId, Destinations }) => [SourceFileSystemId, fileSystemId(Destinations[0].FileSystemId)],
  run: ({ SourceFileSystemId, Destinations }, call): Omit<CreateReplicationConfigurationCommandOutput, "$metadata"> => {
    const { world, region, nowMs, chance, faulty, downSinceMs } = call;
    const source = fileSystemIn(world, region, SourceFileSystemId);
    const [{ FileSystemId: written, Region: otherRegion = region }] = Destinations;
    if (downSinceMs(otherRegion) !== undefined) throw refuse("UnsupportedAvailabilityZone", `Region ${otherRegion} cannot be reached.`);
    const target = fileSystemIn(world, otherRegion, written);
    const taken = [source, target].find((one) => replicationOf(world, one, nowMs) !== undefined);
    if (taken !== undefined)
      throw refuse("ConflictException", `File system ${taken.id} already participates in a replication configuration.`, 409);
    if (protectionOf(target, call) !== "DISABLED") {
      throw refuse("ValidationException", `Replication overwrite protection of the destination file system ${target.id} must be disabled.`);
    }
    const enabledMs = faulty("never-completes", [source.id]) ? NEVER_MS : nowMs + chance.durationMs(ENABLE, "enable");
    const made: ReplicationRecord = {
      source: source.id,
      sourceRegion: region,
      destination: target.id,
      destinationRegion: otherRegion,
      createdMs: nowMs,
      enabledMs,
      lagSeconds: 60,
      sourceEndMs: NEVER_MS,
      destinationEndMs: NEVER_MS,
      paused: false,
    };
    world.put(replicationKind, GLOBAL_REGION, `${source.id}@${nowMs}`, made);
    return shape(made, call);
  },
});

/** Both sides end, or only that of one Region. */
const endsOf = (one: ReplicationRecord, { endMs, only }: { readonly endMs: number; readonly only: string | undefined }) => ({
  ...(only === undefined || only === one.sourceRegion ? { sourceEndMs: Math.min(one.sourceEndMs, endMs) } : {}),
  ...(only === undefined || only === one.destinationRegion ? { destinationEndMs: Math.min(one.destinationEndMs, endMs) } : {}),
});

const replicationFrom = (source: string, { world, region, nowMs }: Pick<ReadCall, "world" | "region" | "nowMs">): ReplicationRecord => {
  const found = world
    .list(replicationKind, GLOBAL_REGION)
    .find((one) => one.source === fileSystemId(source) && isKnownIn(one, region, nowMs));
  if (found === undefined) throw noReplication(source);
  return found;
};

export const deleteReplication = writeOperation({
  input: z.object({
    SourceFileSystemId: z.string(),
    DeletionMode: z.enum(["ALL_CONFIGURATIONS", "LOCAL_CONFIGURATION_ONLY"]).default("ALL_CONFIGURATIONS"),
  }),
  resources: ({ SourceFileSystemId }) => [SourceFileSystemId],
  run: ({ SourceFileSystemId, DeletionMode }, call) => {
    const { world, region, nowMs, chance, faulty, downSinceMs } = call;
    const found = replicationFrom(SourceFileSystemId, call);
    const otherRegion = region === found.sourceRegion ? found.destinationRegion : found.sourceRegion;
    const isLocal = DeletionMode === "LOCAL_CONFIGURATION_ONLY";
    if (!isLocal && downSinceMs(otherRegion) !== undefined)
      throw refuse("InternalServerError", `The configuration in ${otherRegion} cannot be reached.`, 500);
    if (found.deletingMs !== undefined && !isLocal) return {};
    const endMs = faulty("never-completes", [found.source]) ? NEVER_MS : nowMs + chance.durationMs(DELETE, "delete");
    const ends = endsOf(found, { endMs, only: isLocal ? region : undefined });
    world.put(replicationKind, GLOBAL_REGION, `${found.source}@${found.createdMs}`, {
      ...found,
      deletingMs: found.deletingMs ?? nowMs,
      ...ends,
    });
    // Who was a destination is protected against being one again by mistake.
    const target = ends.destinationEndMs === undefined ? undefined : world.get(fileSystemKind, found.destinationRegion, found.destination);
    if (target) world.put(fileSystemKind, target.region, target.id, { ...target, protection: "ENABLED", protectedMs: nowMs });
    return {};
  },
});

export const updateProtection = writeOperation({
  input: z.object({ FileSystemId: z.string(), ReplicationOverwriteProtection: z.enum(["ENABLED", "DISABLED"]).optional() }),
  resources: ({ FileSystemId }) => [FileSystemId],
  run: ({ FileSystemId, ReplicationOverwriteProtection: wanted = "ENABLED" }, { world, region, nowMs, chance }) => {
    const found = fileSystemIn(world, region, FileSystemId);
    if (isDestination(world, found, nowMs))
      throw refuse("ReplicationAlreadyExists", `File system ${found.id} is being replicated to.`, 409);
    const protectedMs = found.protection === wanted ? found.protectedMs : nowMs + chance.durationMs(PROTECTION, "protection");
    world.put(fileSystemKind, region, found.id, { ...found, protection: wanted, protectedMs });
    return { ReplicationOverwriteProtection: wanted };
  },
});

export const deleteFileSystem = writeOperation({
  input: z.object({ FileSystemId: z.string() }),
  resources: ({ FileSystemId }) => [fileSystemId(FileSystemId)],
  run: ({ FileSystemId }, { world, region, nowMs }) => {
    const found = fileSystemIn(world, region, FileSystemId);
    if (found.mountTargets > 0) throw refuse("FileSystemInUse", `File system ${found.id} has mount targets.`, 409);
    if (replicationOf(world, found, nowMs) !== undefined)
      throw refuse("FileSystemInUse", `File system ${found.id} is in a replication configuration.`, 409);
    world.remove(fileSystemKind, region, found.id);
    return {};
  },
});

export const tagResource = writeOperation({
  input: z.object({ ResourceId: z.string(), Tags: z.array(z.object({ Key: z.string().min(1), Value: z.string() })) }),
  resources: ({ ResourceId }) => [fileSystemId(ResourceId)],
  run: ({ ResourceId, Tags }, { world, region }) => {
    const found = fileSystemIn(world, region, ResourceId);
    const tags = { ...found.tags, ...fromTagList(Tags) };
    world.put(fileSystemKind, region, found.id, { ...found, tags });
    return {};
  },
});
