import { describe, expect, test } from "vitest";
import { resourceName } from "@dr/events";
import * as z from "zod";
import { placesOf, planOf, problemsOf, wave } from "../../test/plans.ts";
import { technologyEntries } from "../../test/technologies.ts";
import { toTechnologyRegistry } from "./technology-registry.ts";

describe("what is refused", () => {
  test.each<[string, unknown, string[]]>([
    ["no object", 7, ["plan.wrong_type "]],
    ["nothing in it", {}, ["plan.missing_field planId", "plan.missing_field name", "plan.missing_field waves"]],
    ["no waves", planOf(), ["plan.invalid_value waves"]],
    ["a bad id", { ...planOf(wave(1)), planId: "a/b" }, ["plan.invalid_value planId"]],
    ["a wave that is no object", planOf("wave"), ["plan.wrong_type waves[0]"]],
    ["a wave without number", planOf(wave(1), { ...wave(2), waveNumber: undefined }), ["plan.missing_field waves[1].waveNumber"]],
    ["a wave number of the wrong type", planOf(wave(1, { waveNumber: "1" })), ["plan.wrong_type waves[0].waveNumber"]],
    ["wave zero", planOf(wave(1, { waveNumber: 0 })), ["plan.invalid_value waves[0].waveNumber"]],
    ["a flag that is a string", planOf(wave(1, { pauseBeforeWave: "yes" })), ["plan.wrong_type waves[0].pauseBeforeWave"]],
    ["an unknown policy", planOf(wave(1, { onFailure: "explode" })), ["plan.invalid_value waves[0].onFailure"]],
    [
      "a pause above 30 days",
      planOf(wave(1, { pause: { maxPauseSeconds: 2_592_001 } })),
      ["plan.invalid_value waves[0].pause.maxPauseSeconds"],
    ],
    [
      "an unknown field of an approval",
      planOf(wave(1, { approval: { approvers: 1 } })),
      ["plan.unknown_field waves[0].approval.approvers"],
    ],
    ["a duplicate wave number", planOf(wave(1), wave(1)), ["plan.duplicate_wave waves[1].waveNumber"]],
    ["an unknown dependency", planOf(wave(1, { dependencies: [4] })), ["plan.unknown_wave waves[0].dependencies[0]"]],
    ["a dependency on itself", planOf(wave(1, { dependencies: [1] })), ["plan.self_dependency waves[0].dependencies[0]"]],
    ["no technologies at all", planOf({ waveNumber: 1 }), ["plan.missing_field waves[0].technologies"]],
    ["empty technologies", planOf(wave(1, { technologies: [] })), ["plan.empty_technologies waves[0].technologies"]],
    ["technologies that are no list", planOf(wave(1, { technologies: {} })), ["plan.wrong_type waves[0].technologies"]],
    ["both forms in one wave", planOf(wave(1, { technology: "drs" })), ["plan.mixed_forms waves[0].technology"]],
    [
      "a technology without type",
      planOf(wave(1, { technologies: [{ resources: {} }] })),
      ["plan.missing_field waves[0].technologies[0].type"],
    ],
    [
      "an unknown technology",
      planOf(wave(1, { technologies: [{ type: "mainframe", operation: "x", resources: {} }] })),
      ["plan.unknown_technology waves[0].technologies[0].type"],
    ],
    [
      "an unknown operation",
      planOf(wave(1, { technologies: [{ type: "database", operation: "explode", resources: {} }] })),
      ["plan.unknown_operation waves[0].technologies[0].operation"],
    ],
    [
      "resources that the operation refuses",
      planOf(wave(1, { technologies: [{ type: "database", operation: "failover", resources: { clusters: [], sizes: 1 } }] })),
      ["plan.invalid_value waves[0].technologies[0].resources.clusters", "plan.unknown_field waves[0].technologies[0].resources.sizes"],
    ],
    [
      "two technologies with one id",
      planOf(
        wave(1, {
          technologies: ["a", "b"].map((c) => ({ type: "database", operation: "failover", resources: { clusters: [c] }, id: "x" })),
        }),
      ),
      ["plan.duplicate_task waves[0].technologies[1].id"],
    ],
    [
      "dependsOn outside the wave",
      planOf(
        wave(1),
        wave(2, {
          technologies: [{ type: "database", operation: "failover", resources: { clusters: ["c"] }, dependsOn: ["w1-database"] }],
        }),
      ),
      ["plan.unknown_task waves[1].technologies[0].dependsOn[0]"],
    ],
    [
      "technologies that wait for each other",
      planOf(
        wave(1, {
          technologies: [
            { type: "database", operation: "failover", resources: { clusters: ["a"] }, id: "a", dependsOn: ["b"] },
            { type: "database", operation: "failover", resources: { clusters: ["b"] }, id: "b", dependsOn: ["a"] },
          ],
        }),
      ),
      ["plan.task_cycle waves[0].technologies[1].dependsOn"],
    ],
    ["a timeout past every calendar", { ...planOf(wave(1)), timeoutSeconds: 9e15 }, ["plan.invalid_value timeoutSeconds"]],
    [
      "more tags than fit into an event",
      { ...planOf(wave(1)), tags: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`k${n}`, "v"])) },
      ["plan.invalid_value tags"],
    ],
    ["a tag that is a book", { ...planOf(wave(1)), tags: { long: "v".repeat(1025) } }, ["plan.invalid_value tags.long"]],
    ["a name that moves the cursor", { ...planOf(wave(1)), name: "a\u001b[2J" }, ["plan.invalid_value name"]],
    ["a wave's name of two lines", planOf(wave(1, { name: "a\nb" })), ["plan.invalid_value waves[0].name"]],
    ["a tag that turns around", { ...planOf(wave(1)), tags: { team: "a\u202eb" } }, ["plan.invalid_value tags.team"]],
    ["a character that no queue carries", { ...planOf(wave(1)), name: "a\uffff" }, ["plan.not_json name"]],
    ["a number that cannot be stored", { ...planOf(wave(1)), x: { y: Number.NaN } }, ["plan.not_json x.y"]],
    [
      "a technology too large for an event",
      planOf(wave(1, { technologies: [{ type: "database", operation: "failover", resources: { clusters: ["x".repeat(100_001)] } }] })),
      ["plan.task_too_large waves[0].technologies[0]"],
    ],
  ])("%s", (_, source, expected) => {
    expect(placesOf(source)).toEqual(expected);
  });

  test("a cycle is told with the waves on it", () => {
    const [problem, ...others] = problemsOf(
      planOf(
        wave(1, { dependencies: [3] }),
        wave(2, { dependencies: [1] }),
        wave(3, { dependencies: [2] }),
        wave(4, { dependencies: [3] }),
      ),
    );
    expect(problem).toEqual({
      path: "waves[1].dependencies[0]",
      code: "plan.cycle",
      message: "waves wait for each other in a circle: 1 → 3 → 2 → 1",
      expected: "dependencies without a cycle",
    });
    expect(others).toEqual([]);
  });

  test("every problem says what was expected", () => {
    const resources = { clusters: ["9 no"], sizes: 1 };
    const problems = problemsOf(
      planOf(wave(1, { dependencies: [1], technologies: [{ type: "database", operation: "failover", resources }] })),
    );
    expect(problems.map(({ path, expected }) => [path, expected])).toEqual([
      ["waves[0].dependencies[0]", "another wave"],
      ["waves[0].technologies[0].resources.sizes", "one of clusters, instances"],
    ]);
  });

  test("an unknown technology is answered with the known ones", () => {
    const [problem] = problemsOf(planOf(wave(1, { technologies: [{ type: "mainframe", resources: {} }] })));
    expect(problem?.expected).toBe("one of database, drs, infrastructure");
  });

  test("an unknown resource or setting is answered with the nearest that its operation knows, and beside tag filters", () => {
    const told = (type: string, operation: string, resources: object) =>
      problemsOf(planOf(wave(1, { technologies: [{ type, operation, resources }] })), { resolvesTagFilters: true }).map(
        ({ path, message, expected }) => [path.split("resources")[1], message, expected],
      );
    expect(told("drs", "recovery", { sourceServers: ["s"], sourceServer: ["t"] })).toEqual([
      [".sourceServer", "unknown field `sourceServer`; did you mean `sourceServers`?", "sourceServers"],
    ]);
    expect(told("database", "failover", { tagFilters: { Tier: "db" }, clusterz: ["c"] })).toEqual([
      [".clusterz", "unknown field `clusterz`; did you mean `clusters`?", "clusters"],
    ]);
  });

  test("a plan id other than the one expected", () => {
    expect(problemsOf(planOf(wave(1)), { planId: "other" })).toEqual([
      { path: "planId", code: "plan.id_mismatch", message: "the plan calls itself `p`", expected: "other" },
    ]);
  });

  test("more than can be kept is refused before it costs anything", () => {
    const technology = { type: "database", operation: "failover", resources: { clusters: ["c"] } };
    const many = (count: number, more: object = {}): object[] => Array.from({ length: count }, () => ({ ...technology, ...more }));
    expect(placesOf(planOf(wave(1, { technologies: many(20_001) })))).toEqual(["plan.too_large waves"]);
    const dns = {
      type: "infrastructure",
      operation: "dns_update",
      resources: { route53Records: [{ hostedZoneId: "z", recordName: "r", newValue: "v" }] },
    };
    const waiting = Array.from({ length: 600 }, () => ({ ...dns, dependsOn: ["database"] }));
    expect(placesOf(planOf(wave(1, { technologies: [...many(501), ...waiting] })))).toEqual([
      "plan.too_large waves[0].technologies[1099].dependsOn",
    ]);
    expect(placesOf(planOf(wave(1, { technologies: many(900, { config: { note: "x".repeat(6000) } }) })))).toEqual(["plan.too_large "]);
  });

  test("a value that contains itself", () => {
    const endless: unknown[] = [];
    endless.push(endless, endless);
    const problems = problemsOf(planOf(wave(1, { name: endless })));
    expect(problems.map((problem) => problem.code)).toEqual(["plan.too_deep"]);
  });

  test("more than 200 problems are counted, not listed", () => {
    const problems = problemsOf(planOf(...Array.from({ length: 600 }, () => 1)));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toEqual({ path: "", code: "plan.more_problems", message: "400 more were found and are not listed" });
  });

  test("every problem at once, in the order of the text, with line and column", () => {
    const source = [
      "enterpriseRecoveryPlan:",
      "  planId: p",
      "  waves:",
      "    - waveNumber: 1",
      "      dependencies: [2]",
      "      technologies:",
      "        - type: mainframe",
      "          resources: {}",
      "    - waveNumber: 2",
      "      dependencies: [1, 9]",
      "      technologies:",
      "        - type: database",
      "          operation: failover",
      "          resources: {clusters: c}",
    ].join("\n");
    expect(problemsOf(source).map(({ code, path, line, column }) => [code, path, line, column])).toEqual([
      ["plan.missing_field", "name", 2, 3],
      ["plan.unknown_technology", "waves[0].technologies[0].type", 7, 17],
      ["plan.cycle", "waves[1].dependencies[0]", 10, 22],
      ["plan.unknown_wave", "waves[1].dependencies[1]", 10, 25],
      ["plan.wrong_type", "waves[1].technologies[0].resources.clusters", 14, 33],
    ]);
  });
});

describe("what is said to whoever slipped", () => {
  const told = (task: object): unknown =>
    problemsOf(planOf(wave(1, { technologies: [{ resources: { clusters: ["c"] }, ...task }] }))).map(({ message }) => message);

  test("the nearest technology and operation", () => {
    expect(told({ type: "databse" })).toEqual(["no adapter is registered for technology `databse`; did you mean `database`?"]);
    expect(told({ type: "database", operation: "failver" })).toEqual([
      "technology `database` has no operation `failver`; did you mean `failover`?",
    ]);
  });

  test("the same limit in another unit", () => {
    expect(told({ type: "database", operation: "failover", timeoutMinutes: 5 })).toEqual([
      "`timeoutMinutes` has no meaning here; did you mean `timeoutSeconds`?",
    ]);
    expect(placesOf({ ...planOf(wave(1)), rtoMinutes: 5 })).toEqual(["plan.unknown_field rtoMinutes"]);
  });

  test("what a name of the resource looks like, not the pattern that it has to match", () => {
    const [entry = {}] = technologyEntries as readonly { readonly operations: readonly object[] }[];
    const clusters = z.toJSONSchema(z.strictObject({ clusters: z.array(resourceName("rds-cluster")) }));
    const strict = {
      ...entry,
      operations: (entry as { operations: object[] }).operations.map((one) => ({ ...one, resourcesSchema: clusters })),
    };
    const technologies = [
      { type: "database", operation: "failover", resources: { clusters: ["arn:aws:ec2:us-east-1:123456789012:instance/i-1"] } },
    ];
    expect(problemsOf(planOf(wave(1, { technologies })), { registry: toTechnologyRegistry([strict as never]) })).toMatchObject([
      { code: "plan.invalid_value", expected: "the name or the ARN of an RDS cluster" },
    ]);
  });
});
