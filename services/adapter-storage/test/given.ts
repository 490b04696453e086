/** Runs one operation on simulated storage, for tests that say what is given and what comes of it. */
import { createGiven, type Given as GivenOf } from "@dr/adapter-kit/testing";
import type { SeedDocument } from "@dr/estate";
import type { EstateWorld } from "@dr/estate/testing";
import { storageAdapter } from "../src/adapter.ts";
import type { StorageClients } from "../src/storage-client.ts";
import { efsSeed, MUTATIONS, PAIR, storageWorld } from "./efs-world.ts";

/** What is given; the pair of these tests, replicated, if nothing is said. */
export type Given = GivenOf<EstateWorld<StorageClients>, SeedDocument>;

/** `begin`, `given` and `ended` on storage. */
export const { begin, given, ended } = createGiven({
  adapter: storageAdapter,
  mutations: MUTATIONS,
  operation: "efs_failover",
  seed: efsSeed(),
  resourcesOf: (operation) => (/^(?:efs_|configure)/.test(operation) ? PAIR : {}),
  deadlineSeconds: 7_200,
  createWorld: (seed, clock) => storageWorld(clock, seed),
});
