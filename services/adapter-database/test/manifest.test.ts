/** The manifest: its registry entry fits, its operations are those of the adapter. */
import { toRegistryEntry } from "@dr/adapter-kit";
import { expect, test } from "vitest";
import { z } from "zod";
import { manifest } from "../manifest.ts";
import { databaseAdapter } from "../src/adapter.ts";

test("the registry entry fits into a parameter and names the adapter's operations", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([databaseAdapter.technology, databaseAdapter.version]);
  expect(entry.operations.map(({ name }) => name)).toEqual(Object.keys(databaseAdapter.operations));
  expect(Buffer.byteLength(JSON.stringify(entry))).toBeLessThan(8_192);
});

test("the registry refuses a failover of nothing, so that no such plan is saved", () => {
  const [failover] = toRegistryEntry(manifest).operations;
  const allows = (resources: unknown) => z.fromJSONSchema(failover!.resourcesSchema).safeParse(resources).success;
  expect([allows({}), allows({ clusters: ["orders"] }), allows({ instances: ["billing"] })]).toEqual([false, true, true]);
});
