import { describe, expect, test } from "vitest";
import { planOf, wave } from "../../test/plans.ts";
import { parsePlan } from "./parse-plan.ts";
import { toTechnologyRegistry } from "./technology-registry.ts";

const limits = [
  { groupBy: "zone", count: "values", field: "value", each: 2, max: 10, reason: "the service takes 10 values" },
  { groupBy: "zone", count: "characters", field: "value", max: 30, reason: "the service takes 30 characters" },
  { count: "items", max: 7, reason: "the service takes 7 items" },
];
const operation = {
  name: "update",
  description: "",
  reversibility: "reversible",
  defaults: { timeoutSeconds: 60, heartbeatSeconds: 60 },
  resourcesSchema: { type: "object", properties: { records: { type: "array", items: { type: "object" }, limits } } },
  configSchema: { type: "object" },
};
const registry = toTechnologyRegistry([{ technology: "dns", version: "1.0.0", operations: [operation] }]);

const told = (records: readonly object[]): readonly unknown[] => {
  const technologies = [{ type: "dns", operation: "update", resources: { records } }];
  const result = parsePlan(planOf(wave(1, { technologies })), { registry });
  return result.ok ? [] : result.problems.map(({ code, path, message, expected }) => [code, path, message, expected]);
};
const records = (count: number, more: object): object[] => Array.from({ length: count }, () => more);

describe("a limit of the service that an operation declares", () => {
  test("holds for each group, at its edge", () => {
    const zone = (id: string) => records(3, { zone: id, value: "a" });
    expect(told([...zone("Z1"), ...zone("Z2")])).toEqual([]);
    expect(told(records(5, { zone: "Z1", value: "a" }))).toEqual([]);
    expect(told([...records(3, { zone: "Z1", value: "a" }), { zone: "/hostedzone/Z1", value: ["a", "b", "c"] }])).toEqual([
      [
        "plan.service_limit",
        "waves[0].technologies[0].resources.records",
        "the service takes 10 values: `Z1` makes 12; split it over several technologies",
        "at most 10",
      ],
    ]);
  });

  test("counts one for an item without the field, characters, and items at all", () => {
    expect(told(records(6, { zone: "Z1" })).map((problem) => (problem as string[])[2])).toEqual([
      "the service takes 10 values: `Z1` makes 12; split it over several technologies",
    ]);
    expect(told([{ zone: "Z1", value: "x".repeat(31) }]).map((problem) => (problem as string[])[3])).toEqual(["at most 30"]);
    expect(told(Array.from({ length: 8 }, (_, index) => ({ zone: `Z${index}` }))).map((problem) => (problem as string[])[2])).toEqual([
      "the service takes 7 items: this is 8; split it over several technologies",
    ]);
  });
});
