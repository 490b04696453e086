/** Runs one operation on an estate, for tests that say what is given and what comes of it. */
import { createGiven, type Given as GivenOf, type Harness } from "@dr/adapter-kit/testing";
import type { ResourceResult } from "@dr/events";
import { databaseAdapter } from "../src/adapter.ts";
import type { DatabaseClients } from "../src/clients.ts";
import { createEstateWorld, type EstateWorld, type Seed } from "./estate-world.ts";

/** What is given; an estate without anything and no resources, if nothing is said. */
export type Given = GivenOf<EstateWorld, Seed>;

const databases = createGiven({
  adapter: databaseAdapter,
  mutations: [],
  operation: "failover",
  seed: {},
  resourcesOf: () => ({}),
  deadlineSeconds: 3_600,
  createWorld: (seed: Seed, clock) => createEstateWorld(seed, clock),
});

/** Begins it: the request is in the queue. */
export const begin = (what: Given): Harness<DatabaseClients> => databases.begin(what).run;

/** What a run came to, with its results in the order of its targets. */
export function ended(run: Harness<DatabaseClients>) {
  const { results, ...outcome } = databases.ended(run);
  return { ...outcome, resources: Object.values<ResourceResult>(results) };
}

/** Runs it to its end. */
export async function given(what: Given) {
  const run = begin(what);
  await run.run();
  return ended(run);
}
