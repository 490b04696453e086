/** The manifest: its registry entry fits, its operations are those of the adapter, and gates are checked when a plan is saved. */
import { toRegistryEntry, toRegistryParameters } from "@dr/adapter-kit";
import { readSchema } from "@dr/events/schema-reader";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { ontapAdapter } from "../src/adapter.ts";

test("the registry has a parameter for each of the adapter's operations, and each fits", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([ontapAdapter.technology, ontapAdapter.version]);
  expect(toRegistryParameters(manifest).map(({ name }) => name.split("/").at(-1))).toEqual(Object.keys(ontapAdapter.operations));
});

test("a failback that accepts no loss, and a limit that is none, are not saved", () => {
  const schemaOf = (name: string) => readSchema(toRegistryEntry(manifest).operations.find((one) => one.name === name)!.configSchema);
  expect([{}, { acceptDataLossOnSource: true }].map((config) => schemaOf("failback").safeParse(config).success)).toEqual([false, true]);
  const limits = ["soon", "15m", 900].map((snapmirrorLagThreshold) => schemaOf("failover").safeParse({ snapmirrorLagThreshold }).success);
  expect(limits).toEqual([false, true, true]);
});

test("it reads its own secrets and enters no other account: clusters are reached over HTTPS", () => {
  const actions = manifest.functions.flatMap(({ iam }) => iam.flatMap((intent) => intent.actions));
  expect(actions.filter((action) => /^(?:sts|secretsmanager):/.test(action))).toEqual([
    "secretsmanager:GetSecretValue",
    "secretsmanager:GetSecretValue",
  ]);
  expect(manifest.functions.flatMap(({ environment }) => Object.keys(environment))).not.toContain("DR_ACCOUNT_TABLE");
});
