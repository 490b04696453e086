/** Runs one operation on simulated clusters, for tests that say what is given and what comes of it. */
import { createGiven, type Given as GivenOf } from "@dr/adapter-kit/testing";
import type { SeedDocument } from "@dr/estate";
import { ontapAdapter } from "../src/adapter.ts";
import { createOntapWorld, twoClusters, type OntapWorld } from "./ontap-world.ts";

/** What is given; a mirror of the volume `orders`, if nothing is said. */
export type Given = GivenOf<OntapWorld, SeedDocument>;

/** `begin`, `given` and `ended` on clusters. */
export const { begin, given, ended } = createGiven({
  adapter: ontapAdapter,
  mutations: ["pause", "breakOff", "clone", "deleteVolume"],
  operation: "failover",
  seed: twoClusters(["orders"]),
  resourcesOf: () => ({ sourceCluster: "ontap-prod-01", destinationCluster: "ontap-dr-01", volumes: ["orders"] }),
  deadlineSeconds: 3_600,
  createWorld: createOntapWorld,
});
