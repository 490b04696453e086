/** Every operation under the kit's conformance suite: real SDK clients, the simulated estate. */
import { env } from "node:process";
import { adapterConformance } from "@dr/adapter-kit/testing";
import { storageAdapter } from "../src/adapter.ts";
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
      effects: [`DeleteReplicationConfiguration ${EAST}`],
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
      effects: [`DeleteReplicationConfiguration ${EAST} here alone`],
      takesAtLeastSeconds: 30,
      staged: true,
      sampled,
    },
    {
      name: "EFS back: over the former source, then as before",
      operation: "efs_failback",
      resources: PAIR,
      config: overwrite,
      createWorld: (clock) => storageWorld(clock, efsSeed(null)),
      effects: [
        `UpdateFileSystemProtection ${EAST} DISABLED`,
        `CreateReplicationConfiguration ${WEST}`,
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
  ],
});
