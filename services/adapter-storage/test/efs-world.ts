/** The simulated estate as a world of the conformance suite, with this adapter's clients, and pairs of file systems in it. */
import { connectedThrough } from "@dr/adapter-kit";
import type { SeedDocument } from "@dr/estate";
import { createEstateWorld, type EstateConnection, type EstateWorld } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { createStorageClients, type StorageClients } from "../src/storage-client.ts";

/** Names of the port methods that change the world. */
export const MUTATIONS = [
  "deleteReplication",
  "createReplication",
  "setProtection",
  "createSnapshots",
  "copySnapshot",
  "createVolume",
  "attachVolume",
  "detachVolume",
  "deleteVolume",
  "enableFastRestore",
  "disableFastRestore",
  "startRestore",
  "startBackupCopy",
  "putValidation",
  "deleteFileSystem",
  "markActive",
  "deleteFsxFileSystem",
];

/** In us-east-1. */
export const EAST = "fs-0aaaaaaaaaaaaaaa1";
/** In us-west-2. */
export const WEST = "fs-0bbbbbbbbbbbbbbb1";

/** The pair of these tests. */
export const PAIR = {
  fileSystems: [{ source: EAST, destination: WEST }],
  sourceRegion: "us-east-1",
  destinationRegion: "us-west-2",
};

type EfsSeed = NonNullable<SeedDocument["elasticfilesystem"]>;
type FileSystemSeed = Partial<NonNullable<EfsSeed["fileSystems"]>[number]>;
type ReplicationSeed = Partial<NonNullable<EfsSeed["replications"]>[number]>;

/** Both file systems; replicated east to west unless null says that they are not. */
export function efsSeed(
  replication: ReplicationSeed | null = {},
  { east = {}, west = {} }: { readonly east?: FileSystemSeed; readonly west?: FileSystemSeed } = {},
): SeedDocument {
  return {
    elasticfilesystem: {
      fileSystems: [
        { id: EAST, region: "us-east-1", ...east },
        { id: WEST, region: "us-west-2", ...west },
      ],
      replications: replication === null ? [] : [{ source: EAST, destination: WEST, ...replication }],
    },
  };
}

/** A world with this seed. Effects read `DeleteReplicationConfiguration fs-…`: the action and what it names first. */
export function storageWorld(clock: VirtualClock, seed: SeedDocument): EstateWorld<StorageClients> {
  const createClients = (connection: EstateConnection): StorageClients =>
    createStorageClients(connectedThrough({ AWS_REGION: connection.region, DR_AWS_ENDPOINT: "http://estate.invalid" }, connection));
  // The first call of each token: any other with the same is answered with the job that there is, and changes nothing.
  const first = new Map<string, number>();
  return createEstateWorld({
    seed,
    clock,
    createClients,
    line: ({ action, resources, request, seq }) => {
      const { DeletionMode, ReplicationOverwriteProtection, IdempotencyToken: token } = request as Record<string, string | undefined>;
      if (token !== undefined && seq !== (first.get(token) ?? first.set(token, seq).get(token))) return undefined;
      // The id of what a restore made is nobody's choice.
      if (/^Delete(?:Volume|FileSystem)$/.test(action) && resources[0]?.startsWith("snap-") !== true) return `${action} that was made`;
      const local = DeletionMode === "LOCAL_CONFIGURATION_ONLY" ? "here alone" : undefined;
      return [action, resources[0], local, ReplicationOverwriteProtection].filter((word) => word !== undefined).join(" ");
    },
  });
}
