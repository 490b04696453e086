/** Runs one operation on a simulated availability group, for tests that say what is given and what comes of it. */
import { createGiven, type Given as GivenOf } from "@dr/adapter-kit/testing";
import type { SeedDocument } from "@dr/estate";
import { sqlAdapter } from "../src/adapter.ts";
import { createSqlWorld, productionGroup, type SqlWorld } from "./sql-world.ts";

/** What is given; ProductionAG, if nothing is said. */
export type Given = GivenOf<SqlWorld, SeedDocument>;

/** `begin` and `given` on a group. */
export const { begin, given, ended } = createGiven({
  adapter: sqlAdapter,
  mutations: ["createSnapshot", "dropSnapshot"],
  operation: "failover",
  seed: productionGroup(),
  resourcesOf: (operation) => ({ availabilityGroup: "ProductionAG", ...(operation === "resume" ? {} : { targetReplica: "SQL-DR-01" }) }),
  deadlineSeconds: 3_600,
  createWorld: createSqlWorld,
});
