/** The manifest: its registry entry fits, its operations are those of the adapter. */
import { toRegistryEntry, toRegistryParameters } from "@dr/adapter-kit";
import { readSchema } from "@dr/events/schema-reader";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { drsAdapter } from "../src/adapter.ts";

test("the registry entries fit into parameters and name the adapter's operations", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version, entry.defaultOperation]).toEqual([drsAdapter.technology, drsAdapter.version, "recovery"]);
  expect(entry.operations.map(({ name }) => name)).toEqual(Object.keys(drsAdapter.operations));
  expect(toRegistryParameters(manifest).map(({ name }) => name.split("/").at(-1))).toEqual(Object.keys(drsAdapter.operations));
});

test("StartRecovery has its dependent actions, and no role is passed but those of what is launched", () => {
  const intents = manifest.functions.flatMap(({ iam }) => iam);
  const startRecovery = intents.find(({ actions }) => actions.includes("drs:StartRecovery"));
  expect(startRecovery?.actions).toContain("drs:CreateRecoveryInstanceForDrs");
  expect(intents).toContainEqual({
    actions: ["drs:ListTagsForResource"],
    noResourceLevelSupport: expect.stringContaining("authorises it on no resource"),
  });
  const passed = intents
    .filter(({ actions }) => actions.includes("iam:PassRole"))
    .flatMap((intent) => ("arns" in intent ? intent.arns : []));
  expect(passed.map((arn) => arn.split("/").at(-1))).toEqual([
    "AWSElasticDisasterRecoveryConversionServerRole",
    "AWSElasticDisasterRecoveryRecoveryInstanceRole",
    "AWSElasticDisasterRecoveryRecoveryInstanceWithLaunchActionsRole",
  ]);
});

test.each([
  ["s-0123456789abcdefA", true],
  ["i-app01", true],
  ["s-web01", false],
  ["web01", false],
])("the registry lets a plan name server %s: %s", (id, allowed) => {
  const [recovery] = toRegistryEntry(manifest).operations;
  expect(readSchema(recovery!.resourcesSchema).safeParse({ sourceServers: [id] }).success).toBe(allowed);
});
