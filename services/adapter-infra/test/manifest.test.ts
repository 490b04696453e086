/** The manifest: its registry parameters fit, its operations are those of the adapter. */
import { toRegistryEntry, toRegistryParameters } from "@dr/adapter-kit";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { infraAdapter } from "../src/adapter.ts";

test("the registry names the adapter's operations, and a plan that names none means everything that leads users elsewhere", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version, manifest.defaultOperation]).toEqual([infraAdapter.technology, infraAdapter.version, "update"]);
  expect(entry.operations.map(({ name }) => name)).toEqual(Object.keys(infraAdapter.operations));
});

test("every registry parameter fits into an advanced parameter", () => {
  const tooLong = toRegistryParameters(manifest).filter(({ value }) => Buffer.byteLength(value) > 8_192);
  expect(tooLong.map(({ name }) => name)).toEqual([]);
});
