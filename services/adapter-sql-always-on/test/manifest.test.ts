/** The manifest: its registry entry fits, and the adapter takes no role of another account: instances are reached over TDS. */
import { toRegistryEntry, toRegistryParameters } from "@dr/adapter-kit";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { sqlAdapter } from "../src/adapter.ts";

test("the registry has a parameter for each of the adapter's operations, and each fits", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([sqlAdapter.technology, sqlAdapter.version]);
  expect(toRegistryParameters(manifest).map(({ name }) => name.split("/").at(-1))).toEqual(Object.keys(sqlAdapter.operations));
});

test("it reads its own secrets and enters no other account", () => {
  const actions = manifest.functions.flatMap(({ iam }) => iam.flatMap((intent) => intent.actions));
  expect(actions.filter((action) => /^(?:sts|secretsmanager):/.test(action))).toEqual([
    "secretsmanager:GetSecretValue",
    "secretsmanager:GetSecretValue",
  ]);
  expect(manifest.functions.flatMap(({ environment }) => Object.keys(environment))).not.toContain("DR_ACCOUNT_TABLE");
});
