/** Regions of a plan, held against those in which tasks may act. */
import { expect, test } from "vitest";
import { planOf, problemsOf, wave } from "../../test/plans.ts";
import { technologyEntries } from "../../test/technologies.ts";
import { parsePlan } from "./parse-plan.ts";
import { toTechnologyRegistry } from "./technology-registry.ts";

/** The fixtures' registry, where `region` says a Region. */
const configSchema = { type: "object", properties: { region: { type: "string", region: true } }, additionalProperties: false };
const registry = toTechnologyRegistry(
  technologyEntries.map((entry) => {
    const { operations } = entry as { readonly operations: readonly object[] };
    return { ...entry, operations: operations.map((operation) => ({ ...operation, configSchema })) };
  }),
);

const allowedRegions = ["us-east-1", "us-west-2"];
const clusters = ["orders", "arn:aws:rds:eu-west-1:123456789012:cluster:bills"];
const elsewhere = wave(1, {
  technologies: [
    { type: "database", operation: "failover", resources: { clusters }, config: { region: "eu-west-2" }, target: { region: "ap-south-1" } },
  ],
});

test("each is refused where it stands, with what is allowed and who allows more", () => {
  const problems = problemsOf(planOf(elsewhere), { allowedRegions, registry });
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["plan.region_not_allowed", "waves[0].technologies[0].target.region"],
    ["plan.region_not_allowed", "waves[0].technologies[0].config.region"],
    ["plan.region_not_allowed", "waves[0].technologies[0].resources.clusters[1]"],
  ]);
  expect(problems[0]).toMatchObject({
    message:
      "no task may act in ap-south-1: allowed are us-east-1, us-west-2; name one of them, or have whoever deploys the platform allow this one (DR_ALLOWED_REGIONS)",
    expected: "one of us-east-1, us-west-2",
  });
});

test("where nothing is said of Regions, any will do", () => {
  expect(problemsOf(planOf(elsewhere), { registry })).toEqual([]);
});

test("those that are allowed pass, and a task that names none", () => {
  const here = { type: "database", operation: "failover", resources: { clusters: ["orders"] }, target: { region: "us-west-2" } };
  expect(problemsOf(planOf(wave(1, { technologies: [here] }), wave(2)), { allowedRegions, registry })).toEqual([]);
});

test("one that AWS has not is warned of where it stands, with the nearest that it has; a name without one as well", () => {
  const misspelt = wave(1, {
    technologies: [
      {
        type: "database",
        operation: "failover",
        resources: { clusters: ["orders"] },
        config: { region: "mars-north-1" },
        target: { region: "us-wets-2" },
      },
    ],
  });
  const told = parsePlan(planOf(misspelt), { registry, knownRegions: ["us-east-1", "us-west-2"] });
  expect(told.ok).toBe(true);
  const unknown = told.warnings.filter(({ code }) => code === "plan.unknown_region");
  expect(unknown.map(({ path, expected }) => [path, expected])).toEqual([
    ["waves[0].technologies[0].target.region", "us-west-2"],
    ["waves[0].technologies[0].config.region", "a Region of AWS"],
  ]);
  expect(unknown[0]?.message).toBe("AWS has no Region us-wets-2, as far as this version knows; did you mean `us-west-2`?");
});
