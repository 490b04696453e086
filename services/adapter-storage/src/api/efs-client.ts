/** The part of EFS that replicated file systems need, in one Region, behind a narrow port. */
import {
  CreateReplicationConfigurationCommand,
  DeleteFileSystemCommand,
  DeleteReplicationConfigurationCommand,
  DescribeFileSystemsCommand,
  DescribeReplicationConfigurationsCommand,
  EFSClient,
  TagResourceCommand,
  UpdateFileSystemProtectionCommand,
  type ReplicationConfigurationDescription,
} from "@aws-sdk/client-efs";
import { createClientPair, fromTagList } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { orNull } from "./or-null.ts";

/** A file system. `protection`: `ENABLED`, `DISABLED`, or `REPLICATING` while nobody but its source writes to it. */
export interface FileSystemFacts {
  readonly id: string;
  readonly state: string;
  readonly protection: string;
  readonly mountTargets: number;
  /** Since when clients write to it, as the operation marked it that led them there; null: nobody did. */
  readonly activeSince: string | null;
}

/** The tag that says so. EFS itself does not tell which of two file systems is the one that is written. */
const ACTIVE_SINCE = "dr:active-since";

/** The replication that a file system takes part in, as the Region tells it that was asked. */
export interface ReplicationFacts {
  readonly source: string;
  readonly sourceRegion: string;
  readonly destination: string;
  readonly destinationRegion: string;
  readonly status: string;
  readonly lastReplicatedAt: string | null;
}

/** How much of a replication is ended: both sides of it, or only what this Region knows. */
export type DeletionMode = "ALL_CONFIGURATIONS" | "LOCAL_CONFIGURATION_ONLY";

/** File systems of one Region. */
export interface EfsPort {
  readonly fileSystem: (id: string) => Promise<FileSystemFacts | null>;
  readonly replication: (id: string) => Promise<ReplicationFacts | null>;
  readonly deleteReplication: (source: string, mode: DeletionMode) => Promise<void>;
  readonly createReplication: (source: string, destination: string, destinationRegion: string) => Promise<void>;
  readonly setProtection: (id: string, protection: "ENABLED" | "DISABLED") => Promise<void>;
  readonly markActive: (id: string, since: string) => Promise<void>;
  readonly deleteFileSystem: (id: string) => Promise<void>;
}

/** EFS behind its port. */
export function createEfsPort(env: FunctionEnv, region: string | undefined): EfsPort {
  const { read, mutate } = createClientPair(env, (config) => new EFSClient(config), region);
  return {
    fileSystem: (FileSystemId) =>
      orNull(["FileSystemNotFound"], async () => {
        const { FileSystems = [] } = await read.send(new DescribeFileSystemsCommand({ FileSystemId }));
        const [found] = FileSystems;
        if (!found) return null;
        return {
          id: found.FileSystemId ?? "",
          state: found.LifeCycleState ?? "",
          protection: found.FileSystemProtection?.ReplicationOverwriteProtection ?? "ENABLED",
          mountTargets: found.NumberOfMountTargets ?? 0,
          activeSince: fromTagList(found.Tags)[ACTIVE_SINCE] ?? null,
        };
      }),
    replication: (FileSystemId) =>
      orNull(["ReplicationNotFound", "FileSystemNotFound"], async () => {
        const { Replications = [] } = await read.send(new DescribeReplicationConfigurationsCommand({ FileSystemId }));
        return Replications[0] ? toReplication(Replications[0]) : null;
      }),
    deleteReplication: async (SourceFileSystemId, DeletionMode) => {
      await mutate.send(new DeleteReplicationConfigurationCommand({ SourceFileSystemId, DeletionMode }));
    },
    createReplication: async (SourceFileSystemId, FileSystemId, Region) => {
      await mutate.send(new CreateReplicationConfigurationCommand({ SourceFileSystemId, Destinations: [{ FileSystemId, Region }] }));
    },
    setProtection: async (FileSystemId, ReplicationOverwriteProtection) => {
      await mutate.send(new UpdateFileSystemProtectionCommand({ FileSystemId, ReplicationOverwriteProtection }));
    },
    markActive: async (ResourceId, Value) => {
      await mutate.send(new TagResourceCommand({ ResourceId, Tags: [{ Key: ACTIVE_SINCE, Value }] }));
    },
    deleteFileSystem: async (FileSystemId) => {
      await mutate.send(new DeleteFileSystemCommand({ FileSystemId }));
    },
  };
}

function toReplication({
  SourceFileSystemId = "",
  SourceFileSystemRegion = "",
  Destinations = [],
}: ReplicationConfigurationDescription): ReplicationFacts | null {
  const [destination] = Destinations;
  if (!destination) return null;
  return {
    source: SourceFileSystemId,
    sourceRegion: SourceFileSystemRegion,
    destination: destination.FileSystemId ?? "",
    destinationRegion: destination.Region ?? "",
    status: destination.Status ?? "",
    lastReplicatedAt: destination.LastReplicatedTimestamp?.toISOString() ?? null,
  };
}
