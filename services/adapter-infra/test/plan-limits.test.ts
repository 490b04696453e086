import { toRegistryEntry } from "@dr/adapter-kit";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";

test("the registry says what one change of Route 53 takes, so that a plan is held against it when it is saved", () => {
  const { operations } = toRegistryEntry(manifest) as {
    readonly operations: readonly { readonly name: string; readonly resourcesSchema: unknown }[];
  };
  const schema = operations.find(({ name }) => name === "dns_update")?.resourcesSchema as {
    properties: { route53Records: { limits: unknown } };
  };
  expect(schema.properties.route53Records.limits).toMatchObject([
    { groupBy: "hostedZoneId", count: "values", each: 2, max: 1_000 },
    { groupBy: "hostedZoneId", count: "characters", each: 2, max: 32_000 },
  ]);
});
