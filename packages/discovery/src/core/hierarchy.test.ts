/** Tags that come down: the rules by name, and 1,000 random trees against an oracle. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTagReader, TAG_LEVELS, valuesOf, type EffectiveTags } from "./hierarchy.ts";
import type { Sighting } from "./inventory.ts";
import type { Tags } from "./tags.ts";

const ACCOUNT = "123456789012";
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;
const instance = arn("rds", "db:orders-1");
const cluster = arn("rds", "cluster:orders");
const stack = arn("cloudformation", "stack/orders/1");
const vpc = arn("ec2", "vpc/vpc-1");

function tagsOf(own: Sighting, others: readonly Sighting[] = [], account: Tags = {}): EffectiveTags {
  return createTagReader({ sightings: [own, ...others], accountTags: { [ACCOUNT]: account } })(own);
}

describe("inheritance", () => {
  it("goes from the resource up, and says where each value came from", () => {
    const own = { arn: instance, tags: { Name: "one" }, cluster, vpc };
    const others = [
      { arn: cluster, tags: { "DR-Tier": "database", "aws:cloudformation:stack-id": stack } },
      { arn: stack, tags: { "DR-Tier": "application", "DR-Wave": "2" } },
      { arn: vpc, tags: { "DR-Wave": "9", "DR-Site": "east" } },
    ];
    expect(tagsOf(own, others, { Environment: "production", "DR-Site": "any", Owner: "nobody" })).toEqual({
      Name: { value: "one", level: "resource", source: instance },
      "DR-Tier": { value: "database", level: "cluster", source: cluster },
      "DR-Wave": { value: "2", level: "stack", source: stack },
      "DR-Site": { value: "east", level: "vpc", source: vpc },
      Environment: { value: "production", level: "account", source: ACCOUNT },
    });
  });

  it("ends at a value of one's own, the empty one too", () => {
    expect(valuesOf(tagsOf({ arn: instance, tags: { "DR-Tier": "" }, cluster }, [{ arn: cluster, tags: { "DR-Tier": "x" } }]))).toEqual({
      "DR-Tier": "",
    });
  });

  it("does not go by what was not seen, nor by another account", () => {
    const own = { arn: instance, tags: {}, cluster, vpc };
    expect(createTagReader({ sightings: [own], accountTags: { "210987654321": { "DR-Tier": "x" } } })(own)).toEqual({});
  });
});

/** A random level: absent, or there with tags. */
const level = fc.option(
  fc.dictionary(fc.constantFrom("DR-Tier", "DR-Wave", "Environment", "Owner", "Name"), fc.constantFrom("a", "b", "")),
  { nil: undefined },
);
const place = fc.constantFrom<"resource" | "cluster">("resource", "cluster");
const tree = fc.record({ resource: level, cluster: level, stack: level, vpc: level, account: level, stackOn: place, vpcOn: place });
type Tree = typeof tree extends fc.Arbitrary<infer T> ? T : never;

/** The tree as it would be seen: who was made by the stack and who lies in the VPC, the resource or its cluster. */
function planted({ resource = {}, cluster: group, stack: made, vpc: net, stackOn, vpcOn }: Tree): { own: Sighting; others: Sighting[] } {
  const has = (whose: "resource" | "cluster", tags: Tags) => ({
    tags: { ...tags, ...(stackOn === whose && { "aws:cloudformation:stack-id": stack }) },
    ...(vpcOn === whose && { vpc }),
  });
  const own = { arn: instance, ...has("resource", resource), ...(group && { cluster }) };
  const above = [group && { arn: cluster, ...has("cluster", group) }, made && { arn: stack, tags: made }, net && { arn: vpc, tags: net }];
  return { own, others: above.filter((each) => each !== undefined) };
}

/** The oracle: from the farthest to the nearest, what is nearer overwrites. */
function oracle({ resource, cluster: group, stack: made, vpc: net, account, stackOn, vpcOn }: Tree): Record<string, [string, string]> {
  const reaches = (whose: string): boolean => whose === "resource" || group !== undefined;
  const farthestFirst = [
    ["account", account],
    ["vpc", reaches(vpcOn) ? net : undefined],
    ["stack", reaches(stackOn) ? made : undefined],
    ["cluster", group],
    ["resource", resource],
  ] as const;
  const comesDown = (key: string): boolean => key.startsWith("DR-") || key === "Environment";
  const expected: Record<string, [string, string]> = {};
  for (const [name, tags = {}] of farthestFirst) {
    for (const [key, value] of Object.entries(tags)) if (name === "resource" || comesDown(key)) expected[key] = [value, name];
  }
  return expected;
}

it("1,000 random trees: every value is the nearest one, from the place that is said", () => {
  const told = new Set<string>();
  fc.assert(
    fc.property(tree, (given) => {
      const { own, others } = planted(given);
      const accountTags = given.account ? { [ACCOUNT]: given.account } : {};
      const found = createTagReader({ sightings: [...others, own], accountTags })(own);
      const seen = Object.entries(found).filter(([key]) => !key.startsWith("aws:"));
      expect(Object.fromEntries(seen.map(([key, tag]) => [key, [tag.value, tag.level]]))).toEqual(oracle(given));
      for (const [, { level: name }] of seen) told.add(name);
    }),
    { numRuns: 1_000, seed: 11 },
  );
  expect([...told].toSorted()).toEqual([...TAG_LEVELS].toSorted());
});
