import { namesResource, namesScope } from "@dr/events";
import * as z from "zod";
import { describe, expect, test } from "vitest";
import { planOf, wave } from "../../test/plans.ts";
import { parsePlan } from "./parse-plan.ts";
import { toTechnologyRegistry } from "./technology-registry.ts";

const servers = z.array(z.string().meta(namesResource({ kind: "drs-source-server" }))).meta({
  atOnce: [
    { name: "launched", max: 6, reason: "the service launches 6 at once" },
    { name: "jobs", per: 3, max: 4, reason: "the service runs 4 jobs at once" },
  ],
});
const operation = (name: string, resources: z.ZodType) => ({
  name,
  description: "",
  reversibility: "reversible",
  defaults: { timeoutSeconds: 60, heartbeatSeconds: 60 },
  resourcesSchema: z.toJSONSchema(resources),
  configSchema: z.toJSONSchema(z.strictObject({ region: z.string().meta(namesScope("region")).optional() })),
});
const registry = toTechnologyRegistry([
  {
    technology: "drs",
    version: "1.0.0",
    operations: [
      operation("launch", z.strictObject({ servers })),
      operation("remove", z.strictObject({ servers })),
      operation("look", z.strictObject({ servers: z.array(z.string().meta(namesResource({ kind: "drs-source-server" }))) })),
    ],
  },
]);

let last = 0;
const idOf = (): string => `s-${String((last += 1)).padStart(17, "0")}`;
const task = (count: number, more: object = {}) => ({
  type: "drs",
  operation: "launch",
  resources: { servers: Array.from({ length: count }, idOf) },
  ...more,
});
const parse = (...waves: readonly object[]) => {
  const result = parsePlan(planOf(...waves), { registry, scope: { account: "123456789012", region: "eu-central-1" } });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.warnings.filter(({ code }) => code === "plan.at_once").map(({ path, message, expected }) => [path, message, expected]);
};
const together = (...technologies: readonly object[]) => parse(wave(1, { technologies }));

describe("what a service does at once", () => {
  test("is warned of at its edge, where the largest part stands", () => {
    expect(together(task(2), task(4))).toEqual([]);
    expect(together(task(2), task(5))).toEqual([
      [
        "waves[0].technologies[1].resources.servers",
        "the service launches 6 at once: up to 7 of this plan can be asked for at once in 123456789012, eu-central-1; let waves wait for each other, or give them the time",
        "at most 6 at once",
      ],
    ]);
  });

  test("counts for each task anew what takes several names", () => {
    expect(together(task(1), task(1), task(1), task(1))).toEqual([]);
    expect(together(task(1), task(1), task(1), task(1), task(1)).map(([, message]) => message)).toEqual([
      "the service runs 4 jobs at once: up to 5 of this plan can be asked for at once in 123456789012, eu-central-1; let waves wait for each other, or give them the time",
    ]);
  });

  test("is shared by operations of one limit, and not by those without it", () => {
    expect(together(task(4), task(4, { operation: "remove" }))).toHaveLength(1);
    expect(together(task(4), task(4, { operation: "look" }))).toEqual([]);
  });

  test("is of one account and Region", () => {
    expect(together(task(4), task(4, { config: { region: "eu-west-1" } }))).toEqual([]);
    expect(together(task(4), task(4, { target: { accountId: "210987654321" } }))).toEqual([]);
  });

  test("holds for what runs at once, not for what waits", () => {
    expect(parse(wave(1, { technologies: [task(5)] }), wave(2, { dependencies: [1], technologies: [task(5)] }))).toEqual([]);
    expect(parse(wave(1, { technologies: [task(5)] }), wave(2, { dependencies: [], technologies: [task(5)] }))).toHaveLength(1);
    expect(together(task(5, { id: "a" }), task(5, { dependsOn: ["a"] }))).toEqual([]);
    // Two tracks of different length: the second wave of one beside the first of the other.
    const tracks = [wave(1, { technologies: [task(1)] }), wave(2, { dependencies: [1], technologies: [task(4)] })];
    expect(parse(...tracks, wave(3, { dependencies: [], technologies: [task(4)] }))).toHaveLength(1);
  });
});
