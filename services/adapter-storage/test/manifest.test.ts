/** The manifest: its registry entry fits, its operations are those of the adapter, and what overwrites needs a yes when a plan is saved. */
import { toRegistryEntry, toRegistryParameters } from "@dr/adapter-kit";
import { readSchema } from "@dr/events/schema-reader";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { storageAdapter } from "../src/adapter.ts";

const configOf = (operation: string) =>
  readSchema(toRegistryEntry(manifest).operations.find(({ name }) => name === operation)!.configSchema);

test("the registry has a parameter for each of the adapter's operations, and each fits", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([storageAdapter.technology, storageAdapter.version]);
  expect(toRegistryParameters(manifest).map(({ name }) => name.split("/").at(-1))).toEqual(Object.keys(storageAdapter.operations));
});

test.each(["efs_failback", "configure_replication"])("%s without a yes to what it overwrites is not saved", (operation) => {
  const given = [{}, { acceptOverwrite: false }, { acceptOverwrite: true }];
  expect(given.map((config) => configOf(operation).safeParse(config).success)).toEqual([false, false, true]);
});
