/** The manifest: its registry entry fits, its operations are those of the adapter. */
import { toRegistryEntry, toRegistryParameters } from "@dr/adapter-kit";
import { readSchema } from "@dr/events/schema-reader";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { databaseAdapter } from "../src/adapter.ts";

test("the registry has a parameter for each of the adapter's operations, and each fits", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([databaseAdapter.technology, databaseAdapter.version]);
  expect(entry.operations.map(({ name }) => name)).toEqual(Object.keys(databaseAdapter.operations));
  expect(toRegistryParameters(manifest).map(({ name }) => name.split("/").at(-1))).toEqual(Object.keys(databaseAdapter.operations));
});

test("the registry refuses a failover of nothing, so that no such plan is saved", () => {
  const [failover] = toRegistryEntry(manifest).operations;
  const allows = (resources: unknown) => readSchema(failover!.resourcesSchema).safeParse(resources).success;
  expect([allows({}), allows({ clusters: ["orders"] }), allows({ instances: ["billing"] })]).toEqual([false, true, true]);
});

test("the registry refuses a change of a primary that names no target, and one that gives up data without saying so", () => {
  const allows = (operation: string, config: unknown) => {
    const found = toRegistryEntry(manifest).operations.find(({ name }) => name === operation);
    return readSchema(found!.configSchema).safeParse(config).success;
  };
  expect([allows("global_switchover", {}), allows("global_switchover", { targetRegion: "us-west-2" })]).toEqual([false, true]);
  const target = { targetRegion: "us-west-2" };
  expect(
    [target, { ...target, allowDataLoss: false }, { ...target, allowDataLoss: true }].map((config) => allows("global_failover", config)),
  ).toEqual([false, false, true]);
});
