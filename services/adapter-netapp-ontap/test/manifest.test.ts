/** The manifest: its registry entry fits, its operations are those of the adapter, and gates are checked when a plan is saved. */
import { toRegistryEntry, toRegistryParameters } from "@dr/adapter-kit";
import { expect, test } from "vitest";
import * as z from "zod";
import { manifest } from "../manifest.ts";
import { ontapAdapter } from "../src/adapter.ts";

test("the registry has a parameter for each of the adapter's operations, and each fits", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([ontapAdapter.technology, ontapAdapter.version]);
  expect(toRegistryParameters(manifest).map(({ name }) => name.split("/").at(-1))).toEqual(Object.keys(ontapAdapter.operations));
});

test("a failback that accepts no loss, and a limit that is none, are not saved", () => {
  const schemaOf = (name: string) => z.fromJSONSchema(toRegistryEntry(manifest).operations.find((one) => one.name === name)!.configSchema);
  expect([{}, { acceptDataLossOnSource: true }].map((config) => schemaOf("failback").safeParse(config).success)).toEqual([false, true]);
  const limits = ["soon", "15m", 900].map((snapmirrorLagThreshold) => schemaOf("failover").safeParse({ snapmirrorLagThreshold }).success);
  expect(limits).toEqual([false, true, true]);
});
