/** Each thing that can be wrong with tags, by its code. */
import { expect, it, test } from "vitest";
import { arnOf, inventoryOf } from "../../test/world.ts";
import { kindOf } from "../resolve/fields.ts";
import { wavesFromTags } from "../resolve/waves-from-tags.ts";
import type { Sighting } from "./inventory.ts";
import { createSelector } from "./select.ts";
import { DEFAULT_RULES, validateTags, valuesAskedFor, type PlannedResource } from "./validate.ts";

const ok = { "DR-Tier": "database", "DR-Wave": "1" };
const cluster = arnOf("rds", "cluster:orders");
const member = arnOf("rds", "db:orders-1");
const planned = (name: string, waveNumber = 1): PlannedResource => ({
  planId: "p",
  waveNumber,
  reference: `rds-cluster:123456789012:us-west-2:${name}`,
  written: name,
});

function findingsOf(sightings: readonly Sighting[], plans: readonly PlannedResource[] = [planned("orders")], values = {}) {
  const findings = validateTags({
    inventory: inventoryOf(sightings),
    rules: { ...DEFAULT_RULES, values },
    planned: plans,
    referenceOf: (arn) => kindOf(arn, ["rds-cluster", "rds-instance"])?.reference,
  });
  return findings.map(({ code, key, nearest }) => [code, key, nearest].filter(Boolean).join(" "));
}

test.each<[string, Sighting["tags"], string[]]>([
  ["nothing is wrong", ok, []],
  ["half a set", { "DR-Tier": "database" }, ["tag.missing DR-Wave"]],
  ["a slip in a key", { ...ok, "DR-Teir": "x" }, ["tag.misspelt DR-Teir DR-Tier"]],
  ["another case with another value", { ...ok, "dr-tier": "web" }, ["tag.misspelt dr-tier DR-Tier", "tag.contradictory DR-Tier"]],
  ["a wave that is no number", { ...ok, "DR-Wave": "one" }, ["tag.invalid_wave DR-Wave"]],
  ["a slip in a value", { ...ok, "DR-Tier": "databse" }, ["tag.unusual_value DR-Tier database"]],
  ["a value that nobody asks for", { ...ok, "DR-Tier": "mainframe" }, ["tag.unusual_value DR-Tier"]],
  ["in a plan without tags", {}, ["tag.untagged_in_plan"]],
])("%s", (_name, tags, expected) => {
  expect(findingsOf([{ arn: cluster, tags }], undefined, { "DR-Tier": ["database", "application"] })).toEqual(expected);
});

it("a member that contradicts its cluster", () => {
  const sightings = [
    { arn: cluster, tags: ok },
    { arn: member, tags: { "DR-Wave": "2" }, cluster },
  ];
  expect(findingsOf(sightings)).toEqual(["tag.contradictory DR-Wave", "tag.in_no_plan"]);
});

it("tagged and in no plan; in a plan and not there; in two waves of one plan", () => {
  expect(findingsOf([{ arn: cluster, tags: ok }], [])).toEqual(["tag.in_no_plan"]);
  expect(findingsOf([{ arn: cluster, tags: ok }], [planned("orders"), planned("ghost")])).toEqual(["tag.untagged_in_plan"]);
  expect(findingsOf([{ arn: cluster, tags: ok }], [planned("orders", 1), planned("orders", 3)])).toEqual(["tag.two_waves"]);
});

it("what no operation could act on is left in peace, but for a slip", () => {
  expect(findingsOf([{ arn: arnOf("ec2", "volume/vol-1"), tags: { "DR-Tier": "x", "DR-Weve": "1" } }], [])).toEqual([
    "tag.misspelt DR-Weve DR-Wave",
  ]);
});

test("values that plans ask for; a pattern leaves its key open", () => {
  expect(
    valuesAskedFor([
      { "DR-Tier": ["b", "a"], Environment: "prod*" },
      { "DR-Tier": "c", Environment: "test" },
    ]),
  ).toEqual({ "DR-Tier": ["a", "b", "c"] });
});

test("waves by DR-Wave, with a task for each technology in them, and what has no wave", () => {
  const sightings = [
    { arn: cluster, tags: ok },
    { arn: arnOf("ec2", "instance/i-0a1"), tags: { "DR-Wave": "10", "DR-Tier": "application" } },
    { arn: arnOf("rds", "cluster:late"), tags: { "DR-Wave": "10", "DR-Tier": "database" } },
    { arn: arnOf("rds", "cluster:none"), tags: { "DR-Tier": "database", "DR-Wave": "x" } },
    { arn: arnOf("ec2", "security-group/sg-1"), tags: { "DR-Tier": "database" } },
  ];
  const found = createSelector(inventoryOf(sightings))({ "DR-Tier": "*" });
  const kinds = new Map([
    ["application", ["ec2-instance" as const]],
    ["database", ["rds-cluster" as const]],
  ]);
  const task = (type: string, wave: string) => ({ type, resources: { tagFilters: { "DR-Tier": "*", "DR-Wave": wave } } });
  expect(wavesFromTags(found, { "DR-Tier": "*" }, kinds)).toEqual({
    waves: [
      { waveNumber: 1, name: "Wave 1", technologies: [task("database", "1")] },
      { waveNumber: 10, name: "Wave 10", technologies: [task("application", "10"), task("database", "10")] },
    ],
    withoutWave: [{ arn: arnOf("rds", "cluster:none"), value: "x" }],
  });
});
