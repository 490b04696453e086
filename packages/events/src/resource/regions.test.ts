/** Regions that a task names, wherever they stand. */
import { expect, test } from "vitest";
import * as z from "zod";
import { REGION_NAME } from "../region-name.ts";
import { declaredRegion, regionsIn } from "./regions.ts";

const toSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" }) as Record<string, unknown>;

const schemas = {
  resourcesSchema: toSchema(z.strictObject({ clusters: z.array(z.string()).optional() })),
  configSchema: toSchema(
    z.strictObject({
      region: declaredRegion({ ofNames: true }).optional(),
      copies: z.array(z.strictObject({ to: declaredRegion() })).optional(),
      keyByRegion: z.record(declaredRegion(), z.string()).optional(),
      identifier: z.string().optional(),
      either: z.union([z.literal("none"), z.strictObject({ destination: declaredRegion() })]).optional(),
    }),
  ),
};

test("the target's, those of declared fields in lists, keys and alternatives, and those of ARNs; no text that only looks like one", () => {
  const found = regionsIn(schemas, {
    target: { region: "eu-west-1" },
    resources: { clusters: ["arn:aws:rds:eu-west-2:123456789012:cluster:orders", "eu-west-9", "arn:aws:s3:::bucket"] },
    config: {
      region: "eu-west-3",
      copies: [{ to: "us-east-1" }, { to: "us-east-2" }],
      keyByRegion: { "us-west-1": "arn:aws:kms:us-west-2:123456789012:key/k" },
      identifier: "ap-south-1",
      either: { destination: "ap-south-2" },
    },
  });
  expect(found.map(({ region, path }) => `${region} at ${path.join(".")}`)).toEqual([
    "eu-west-1 at target.region",
    "eu-west-3 at config.region",
    "us-east-1 at config.copies.0.to",
    "us-east-2 at config.copies.1.to",
    "us-west-1 at config.keyByRegion.us-west-1",
    "ap-south-2 at config.either.destination",
    "eu-west-2 at resources.clusters.0",
    "us-west-2 at config.keyByRegion.us-west-1",
  ]);
});

test("a task that names none names none", () => {
  expect(regionsIn(schemas, { resources: { clusters: ["orders"] }, config: {} })).toEqual([]);
});

test.each(["us-east-1", "us-gov-west-1", "us-isob-east-1"])("%s has the form of a Region", (name) => {
  expect(REGION_NAME.test(name)).toBe(true);
});

test.each(["the west", "us-east-1a", "US-EAST-1", "us-east", "useast-1", ""])("`%s` has not", (name) => {
  expect(REGION_NAME.test(name)).toBe(false);
});
