import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { identify } from "@dr/events";
import { planFrom, planOf, problemsOf, wave } from "../../test/plans.ts";
import { toTechnologyRegistry } from "./technology-registry.ts";

const scope = { account: "123456789012", region: "eu-central-1" };
const arn = "arn:aws:rds:eu-central-1:123456789012:cluster:orders";
const database = (clusters: readonly string[], more: object = {}) => ({
  type: "database",
  operation: "failover",
  resources: { clusters },
  ...more,
});
const placesOf = (source: unknown) => problemsOf(source, { scope }).map(({ code, path, message }) => `${code} ${path}: ${message}`);
const warningsOf = (source: unknown) =>
  planFrom(source, { scope }).warnings.flatMap(({ code, path }) => (code === "plan.resource_again" ? [path] : []));

describe("one resource under two names", () => {
  const first = "waves[0].technologies[0].resources.clusters[0]";
  test.each<[string, unknown, string]>([
    ["in one list", planOf(wave(1, { technologies: [database(["Orders", arn])] })), "waves[0].technologies[0].resources.clusters[1]"],
    [
      "in one wave",
      planOf(wave(1, { technologies: [database(["Orders"]), database([arn])] })),
      "waves[0].technologies[1].resources.clusters[0]",
    ],
    [
      "in two waves that run at once",
      planOf(wave(1, { technologies: [database(["Orders"])] }), wave(2, { technologies: [database([arn])] })),
      "waves[1].technologies[0].resources.clusters[0]",
    ],
  ])("%s is refused with both places", (_name, plan, second) => {
    expect(placesOf(plan)).toEqual([
      `plan.resource_twice ${second}: \`${arn}\` is the same rds-cluster as \`Orders\` in ${first}, and both may run at once`,
    ]);
  });

  test("is refused for records, whose names have many spellings, and for a name whose type is open", () => {
    const record = (hostedZoneId: string, recordName: string) => ({
      type: "infrastructure",
      operation: "dns_update",
      resources: { route53Records: [{ hostedZoneId, recordName, newValue: "x" }] },
    });
    const technologies = [record("/hostedzone/Z1", "0\\05725.Z.example.com."), record("Z1", "0/25.z.example.com")];
    expect(problemsOf(planOf(wave(1, { technologies }))).map(({ code, path }) => [code, path])).toEqual([
      ["plan.resource_twice", "waves[0].technologies[1].resources.route53Records[0]"],
    ]);
    expect(problemsOf(planOf(wave(1, { technologies: [record("Z1", "a.b"), record("Z2", "a.b"), record("Z1", "b.b")] })))).toEqual([]);
  });

  test("is a warning where one comes after the other: by dependsOn, or by waves", () => {
    const inWave = planOf(wave(1, { technologies: [database(["Orders"], { id: "a" }), database([arn], { dependsOn: ["a"] })] }));
    expect(warningsOf(inWave)).toEqual(["waves[0].technologies[1].resources.clusters[0]"]);
    const inWaves = planOf(
      wave(1, { technologies: [database(["Orders"])] }),
      wave(2, { dependencies: [1] }),
      wave(3, { dependencies: [2], technologies: [database([arn])] }),
    );
    expect(warningsOf(inWaves)).toEqual(["waves[2].technologies[0].resources.clusters[0]"]);
  });

  test("is two things where kind, account or Region differ", () => {
    const technologies = [
      { type: "database", operation: "failover", resources: { clusters: ["orders"], instances: ["orders"] } },
      database(["arn:aws:rds:us-east-1:123456789012:cluster:orders", "arn:aws:rds:eu-central-1:999999999999:cluster:orders"]),
    ];
    expect(placesOf(planOf(wave(1, { technologies })))).toEqual([]);
  });
});

/** One operation that reads clusters, and one that acts on them and takes a writer by cluster. */
const registry = toTechnologyRegistry([
  {
    technology: "database",
    version: "1.0.0",
    operations: ["failover", "check"].map((name) => ({
      name,
      reversibility: "reversible",
      defaults: { timeoutSeconds: 60, heartbeatSeconds: 60 },
      resourcesSchema: {
        type: "object",
        properties: {
          clusters: {
            type: "array",
            items: { type: "string", resource: { kind: "rds-cluster", use: name === "check" ? "reads" : "acts" } },
          },
        },
      },
      configSchema: {
        type: "object",
        properties: { writers: { type: "object", propertyNames: { type: "string", resource: { kind: "rds-cluster", use: "chooses" } } } },
      },
    })),
  },
]);
const options = { registry, scope };

describe("what an operation says of its names", () => {
  test("those who read meet only those who act", () => {
    const check = { type: "database", operation: "check", resources: { clusters: ["ORDERS"] } };
    expect(problemsOf(planOf(wave(1, { technologies: [check, check] })), options)).toEqual([]);
    const mixed = planOf(wave(1, { technologies: [check, check, database(["orders"])] }));
    expect(problemsOf(mixed, options).map(({ code }) => code)).toEqual(["plan.resource_twice", "plan.resource_twice"]);
    const after = planOf(wave(1, { technologies: [database(["orders"])] }), wave(2, { dependencies: [1], technologies: [check] }));
    expect(planFrom(after, options).warnings).toEqual([]);
  });

  test("a choice that is none of the task's resources is an error; any spelling of one is right", () => {
    const choosing = (key: string) => planOf(wave(1, { technologies: [database(["Orders"], { config: { writers: { [key]: "w" } } })] }));
    expect([choosing(arn), choosing("ORDERS"), choosing("orders")].flatMap((plan) => problemsOf(plan, options))).toEqual([]);
    expect(problemsOf(choosing("billing"), options)).toEqual([
      {
        path: "waves[0].technologies[0].config.writers.billing",
        code: "plan.unknown_choice",
        message: "`billing` is none of the resources of this technology: it would choose nothing",
        expected: "one of Orders",
      },
    ]);
    const elsewhere = arn.replace("eu-central-1", "us-east-1");
    expect(problemsOf(choosing(elsewhere), options).map(({ code }) => code)).toEqual(["plan.unknown_choice"]);
    const twice = planOf(wave(1, { technologies: [database(["Orders"], { config: { writers: { [arn]: "a", orders: "b" } } })] }));
    expect(problemsOf(twice, options)).toEqual([
      {
        path: "waves[0].technologies[0].config.writers.orders",
        code: "plan.chosen_twice",
        message: `\`orders\` and \`${arn}\` are one resource: nobody can tell which of the two counts`,
        expected: "one entry for Orders",
      },
    ]);
    const bare = planOf(wave(1, { technologies: [database([elsewhere], { config: { writers: { orders: "w" } } })] }));
    expect(problemsOf(bare, options)).toEqual([]);
  });
});

test("what stands where a name is declared, and is none, is refused: nothing would be locked for it", () => {
  const laxly = (name: string) => planOf(wave(1, { technologies: [database([name])] }));
  expect(problemsOf(laxly("arn:aws:RDS:eu-central-1:123456789012:cluster:orders"), { scope })).toEqual([
    {
      path: "waves[0].technologies[0].resources.clusters[0]",
      code: "plan.invalid_value",
      message: "`arn:aws:RDS:eu-central-1:123456789012:cluster:orders` names nothing: expected the name or the ARN of an RDS cluster",
      expected: "the name or the ARN of an RDS cluster",
    },
  ]);
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 12 }), (name) => {
      const isName = identify("rds-cluster", name, { defaults: scope }) !== undefined;
      expect(problemsOf(laxly(name), { scope }).length).toBe(isName ? 0 : 1);
    }),
  );
});

test("without a declared default an operation has to be named", () => {
  const technologies = [{ type: "database", resources: { clusters: ["c"] } }];
  expect(problemsOf(planOf(wave(1, { technologies })), options)).toEqual([
    {
      path: "waves[0].technologies[0].operation",
      code: "plan.missing_field",
      message: "`operation` is required: `database` declares no default",
      expected: "one of failover, check",
    },
  ]);
});

describe("any plan", () => {
  const waves = fc.array(
    fc.record({
      back: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
      clusters: fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  );

  test("is refused exactly if two uses of a resource are in no order, and warns exactly of those that are", () => {
    fc.assert(
      fc.property(waves, (specs) => {
        const dependencies = specs.map(({ back }, index) => [
          ...new Set(back.filter((distance) => distance <= index).map((distance) => index - distance + 1)),
        ]);
        const plan = planOf(
          ...specs.map(({ clusters }, index) =>
            wave(index + 1, { dependencies: dependencies[index], technologies: clusters.map((name) => database([name])) }),
          ),
        );
        const uses = specs.flatMap(({ clusters }, index) => clusters.map((name) => ({ name, wave: index + 1 })));
        const reaches = (from: number, to: number): boolean =>
          (dependencies[to - 1] ?? []).some((each) => each === from || reaches(from, each));
        const clashes = uses.some((a, i) => uses.some((b, j) => j > i && a.name === b.name && !reaches(a.wave, b.wave)));
        const repeats = uses.length - new Set(uses.map(({ name }) => name)).size;
        const isRefused = problemsOf(plan, { scope }).some(({ code }) => code === "plan.resource_twice");
        expect([isRefused, isRefused ? repeats : warningsOf(plan).length]).toEqual([clashes, repeats]);
      }),
    );
  });

  test("of a thousand uses of one resource in a row costs no more than a thousand comparisons", () => {
    const plan = planOf(
      ...Array.from({ length: 1_000 }, (_, index) =>
        wave(index + 1, { dependencies: index === 0 ? [] : [index], technologies: [database(["c"])] }),
      ),
    );
    expect(planFrom(plan).warnings.at(-1)?.message).toBe("799 more were found and are not listed");
  });
});

test("as many resources are taken as an execution can take in time, whatever they are called, and not one more", () => {
  const named = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
  const waves = (...counts: readonly number[]) => {
    const clusters = named(counts.reduce((sum, count) => sum + count));
    return planOf(wave(1, { technologies: counts.map((count) => database(clusters.splice(0, count))) }));
  };
  expect(placesOf(waves(7_000, 7_000, 6_000))).toEqual([]);
  expect(placesOf(waves(7_000, 7_000, 6_001))).toEqual([
    "plan.too_large waves: a plan of 20001 resources cannot be begun in time: split it into several plans",
  ]);
  const again = (waveNumber: number) =>
    wave(waveNumber, { technologies: [database(named(7_000))], dependencies: waveNumber === 1 ? [] : [waveNumber - 1] });
  expect(placesOf(planOf(again(1), again(2), again(3)))).toEqual([]);
});
