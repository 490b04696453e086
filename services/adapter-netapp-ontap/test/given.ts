/** Runs one operation on simulated clusters, for tests that say what is given and what comes of it. */
import { createGiven, type Given as GivenOf } from "@dr/adapter-kit/testing";
import type { SeedDocument } from "@dr/estate";
import { ontapAdapter } from "../src/adapter.ts";
import { createOntapWorld, twoClusters, type OntapWorld } from "./ontap-world.ts";

/** What is given; a mirror of the volume `orders`, if nothing is said. */
export type Given = GivenOf<OntapWorld, SeedDocument>;

const USUAL: SeedDocument = twoClusters(["orders"]);

/** `begin`, `given` and `ended` on clusters. */
export const { begin, given, ended } = createGiven({
  adapter: ontapAdapter,
  mutations: ["pause", "breakOff", "clone", "deleteVolume", "mount", "setSvmState"],
  operation: "failover",
  seed: USUAL,
  resourcesOf: () => ({ sourceCluster: "ontap-prod-01", destinationCluster: "ontap-dr-01", volumes: ["orders"] }),
  deadlineSeconds: 3_600,
  createWorld: createOntapWorld,
});
