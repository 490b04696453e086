/** The manifest: its registry entry fits, its operations are those of the adapter. */
import { toRegistryEntry } from "@dr/adapter-kit";
import { expect, test } from "vitest";
import { z } from "zod";
import { manifest } from "../manifest.ts";
import { drsAdapter } from "../src/adapter.ts";

test("the registry entry fits into a parameter and names the adapter's operations", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([drsAdapter.technology, drsAdapter.version]);
  expect(entry.operations.map(({ name }) => name)).toEqual(Object.keys(drsAdapter.operations));
  expect(Buffer.byteLength(JSON.stringify(entry))).toBeLessThan(8_192);
});

test.each([
  ["s-0123456789abcdefA", true],
  ["i-app01", true],
  ["s-web01", false],
  ["web01", false],
])("the registry lets a plan name server %s: %s", (id, allowed) => {
  const [recovery] = toRegistryEntry(manifest).operations;
  expect(z.fromJSONSchema(recovery!.resourcesSchema).safeParse({ sourceServers: [id] }).success).toBe(allowed);
});
