/** Every operation under the kit's conformance suite: real SDK clients, the simulated estate. */
import { env } from "node:process";
import { adapterConformance } from "@dr/adapter-kit/testing";
import { storageAdapter } from "../src/adapter.ts";
import { backupSeed, COPY_CONFIG, DISK, FILES, RESTORE_CONFIG, WINDOWS } from "./backup-world.ts";
import { DATA, ebsSeed, KEEP, NEW, RESTORE, ROOT, SERVER, STANDBY, WEST_REGION } from "./ebs-world.ts";
import { EAST, efsSeed, MUTATIONS, PAIR, storageWorld, WEST } from "./efs-world.ts";

const sampled = env["DR_SOAK"] !== "1";
const overwrite = { acceptOverwrite: true };

adapterConformance({
  adapter: storageAdapter,
  mutations: MUTATIONS,
  invalidResources: { fileSystems: [] },
  scenarios: [
    {
      name: "EFS over, planned: what was written has arrived",
      operation: "efs_failover",
      resources: PAIR,
      config: { replicationLagThreshold: "15m" },
      createWorld: (clock) => storageWorld(clock, efsSeed()),
      effects: [`TagResource ${WEST}`, `DeleteReplicationConfiguration ${EAST}`],
      takesAtLeastSeconds: 90,
      staged: true,
      sampled,
    },
    {
      name: "EFS over, unplanned: the source's Region is lost",
      operation: "efs_failover",
      resources: PAIR,
      mode: "unplanned",
      createWorld: (clock) => {
        const world = storageWorld(clock, efsSeed());
        world.estate.faults.add({ kind: "region-down", region: "us-east-1", service: "elasticfilesystem" });
        return world;
      },
      effects: [`TagResource ${WEST}`, `DeleteReplicationConfiguration ${EAST} here alone`],
      takesAtLeastSeconds: 30,
      staged: true,
      sampled,
    },
    {
      name: "EFS back: over the former source, then as before",
      operation: "efs_failback",
      resources: PAIR,
      config: overwrite,
      createWorld: (clock) =>
        // As a failover left it: the destination is the side that is written.
        storageWorld(clock, efsSeed(null, { west: { tags: { "dr:active-since": "2026-11-22T04:00:00.000Z" } } })),
      effects: [
        `UpdateFileSystemProtection ${EAST} DISABLED`,
        `CreateReplicationConfiguration ${WEST}`,
        `TagResource ${EAST}`,
        `DeleteReplicationConfiguration ${WEST}`,
        `UpdateFileSystemProtection ${WEST} DISABLED`,
        `CreateReplicationConfiguration ${EAST}`,
      ],
      takesAtLeastSeconds: 200,
      staged: true,
      sampled,
    },
    {
      name: "EFS configured: a pair that was not replicated",
      operation: "configure_replication",
      resources: PAIR,
      config: overwrite,
      createWorld: (clock) => storageWorld(clock, efsSeed(null)),
      effects: [`UpdateFileSystemProtection ${WEST} DISABLED`, `CreateReplicationConfiguration ${EAST}`],
      takesAtLeastSeconds: 60,
      staged: true,
      sampled,
    },
    {
      name: "EBS kept: all volumes of an instance at one moment, and their copies",
      operation: "ebs_snapshot",
      resources: KEEP,
      createWorld: (clock) => storageWorld(clock, ebsSeed()),
      undeclared: "the volumes of an instance are read when it is kept; it is locked itself",
      effects: [`CreateSnapshots ${SERVER}`, `CopySnapshot ${ROOT}`, `CopySnapshot ${DATA}`],
      takesAtLeastSeconds: 150,
      staged: true,
      sampled,
    },
    {
      name: "EBS restored: fast, whole, attached",
      operation: "ebs_restore",
      resources: RESTORE,
      config: { ...WEST_REGION, fastSnapshotRestore: true },
      createWorld: (clock) => storageWorld(clock, ebsSeed()),
      effects: [
        `EnableFastSnapshotRestores ${NEW}`,
        `CreateVolume ${NEW}`,
        `AttachVolume ${STANDBY}`,
        `DisableFastSnapshotRestores ${NEW}`,
      ],
      rollbackEffects: [`DetachVolume ${STANDBY}`, `DeleteVolume ${NEW}`],
      takesAtLeastSeconds: 120,
      staged: true,
      sampled,
    },
    {
      name: "EBS rehearsed: a volume that is attached to nothing",
      operation: "ebs_restore",
      resources: RESTORE,
      config: WEST_REGION,
      executionType: "drill",
      createWorld: (clock) => storageWorld(clock, ebsSeed()),
      effects: [`CreateVolume ${NEW}`],
      cleanupEffects: [`DeleteVolume ${NEW}`],
      takesAtLeastSeconds: 3,
      sampled,
    },
    {
      name: "Backup restored: a disk, of the newest clean point",
      operation: "backup_restore",
      resources: { protectedResources: [DISK] },
      config: RESTORE_CONFIG,
      createWorld: (clock) => storageWorld(clock, backupSeed()),
      effects: [`StartRestoreJob ${DISK}`],
      rollbackEffects: ["DeleteVolume that was made"],
      takesAtLeastSeconds: 60,
      staged: true,
      sampled,
    },
    {
      name: "Backup rehearsed: file systems are made anew, proven and taken away",
      operation: "backup_restore",
      resources: { protectedResources: [FILES, WINDOWS] },
      config: RESTORE_CONFIG,
      executionType: "drill",
      createWorld: (clock) => storageWorld(clock, backupSeed()),
      effects: [
        `StartRestoreJob ${FILES}`,
        `StartRestoreJob ${WINDOWS}`,
        `PutRestoreValidationResult ${FILES}`,
        `PutRestoreValidationResult ${WINDOWS}`,
      ],
      cleanupEffects: ["DeleteFileSystem that was made", "DeleteFileSystem that was made"],
      takesAtLeastSeconds: 60,
      staged: true,
      sampled,
    },
    {
      name: "Backup copied: the newest clean point into another vault",
      operation: "backup_copy",
      resources: { protectedResources: [DISK] },
      config: COPY_CONFIG,
      createWorld: (clock) => storageWorld(clock, backupSeed()),
      effects: [`StartCopyJob ${DISK}`],
      takesAtLeastSeconds: 60,
      sampled,
    },
  ],
});
