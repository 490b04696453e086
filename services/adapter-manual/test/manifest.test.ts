/** The manifest: its registry entry fits, its operations are those of the adapter. */
import { toRegistryEntry } from "@dr/adapter-kit";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { manualAdapter } from "../src/adapter.ts";

test("the registry entry names the adapter's operations", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([manualAdapter.technology, manualAdapter.version]);
  expect(entry.operations.map(({ name }) => name)).toEqual(Object.keys(manualAdapter.operations));
});
