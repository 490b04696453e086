/** Runs one operation on simulated buckets, for tests that say what is given and what comes of it. */
import { createGiven, type Given as GivenOf } from "@dr/adapter-kit/testing";
import type { SeedDocument } from "@dr/estate";
import type { EstateWorld } from "@dr/estate/testing";
import { s3Adapter } from "../src/adapter.ts";
import type { S3Clients } from "../src/s3-client.ts";
import { MUTATIONS, pairSeed, RESOURCES, s3World } from "./estate-world.ts";

/** What is given; a pair of buckets that replicate, if nothing is said. */
export type Given = GivenOf<EstateWorld<S3Clients>, SeedDocument>;

/** `begin`, `given` and `ended` on buckets. */
export const { begin, given, ended } = createGiven({
  adapter: s3Adapter,
  mutations: MUTATIONS,
  operation: "failover",
  seed: pairSeed(),
  resourcesOf: () => RESOURCES,
  deadlineSeconds: 7_200,
  createWorld: (seed, clock) => s3World(clock, seed),
});
