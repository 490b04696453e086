import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planFrom, planOf, problemsOf, wave } from "../../test/plans.ts";
import { headerFields, nestedFields, shortFormFields, technologyFields, waveFields } from "./plan-fields.ts";

const database = { type: "database", operation: "failover", resources: { clusters: ["c"] } };
const DESCRIPTIVE = ["name", "description", "tags"];

/** A plan with one key more, at each place where a key may stand. */
const places: Readonly<Record<string, (key: string, value: unknown) => Record<string, unknown>>> = {
  plan: (key, value) => ({ ...planOf(wave(1)), [key]: value }),
  wave: (key, value) => planOf(wave(1, { [key]: value })),
  "short wave": (key, value) =>
    planOf({ waveNumber: 1, technology: "database", operation: "failover", resources: { clusters: ["c"] }, [key]: value }),
  technology: (key, value) => planOf(wave(1, { technologies: [{ ...database, [key]: value }] })),
  retry: (key, value) => planOf(wave(1, { retry: { [key]: value } })),
  approval: (key, value) => planOf(wave(1, { approval: { [key]: value } })),
  pause: (key, value) => planOf(wave(1, { pause: { [key]: value } })),
  "pause.approval": (key, value) => planOf(wave(1, { pause: { approval: { [key]: value } } })),
  validation: (key, value) => planOf(wave(1, { technologies: [{ ...database, validation: { [key]: value } }] })),
  "validation of an operation's gates": (key, value) =>
    planOf(wave(1, { technologies: [{ ...database, operation: "switchover", validation: { [key]: value } }] })),
};

const known: Readonly<Record<string, readonly string[]>> = {
  plan: Object.keys(headerFields),
  wave: [...Object.keys(waveFields), "technologies"],
  "short wave": [...Object.keys(waveFields), ...Object.keys(shortFormFields)],
  technology: Object.keys(technologyFields),
  retry: nestedFields.get("retry") ?? [],
  approval: nestedFields.get("approval") ?? [],
  pause: nestedFields.get("pause") ?? [],
  "pause.approval": nestedFields.get("approval") ?? [],
  validation: ["requireManualApproval"],
  "validation of an operation's gates": ["requireManualApproval", "lagThreshold"],
};

/** Every way to mistype a name by one character, by case, or by another habit of writing names. */
function slipsOf(name: string): readonly string[] {
  const slips = new Set<string>([name.toUpperCase(), name.toLowerCase(), name.replace(/^./, (first) => first.toUpperCase())]);
  const words = name
    .replaceAll(/([A-Z])/g, " $1")
    .toLowerCase()
    .split(" ");
  for (const joiner of ["_", "-", " "]) slips.add(words.join(joiner)).add(words.join(joiner).toUpperCase());
  for (let at = 0; at <= name.length; at += 1) {
    const [before, after] = [name.slice(0, at), name.slice(at)];
    for (const letter of "abcdefghijklmnopqrstuvwxyzS_-1") {
      slips.add(before + letter + after);
      if (at < name.length) slips.add(before + letter + after.slice(1));
    }
    slips.add(before + after.slice(1));
    slips.add(before + (after[1] ?? "") + (after[0] ?? "") + after.slice(2));
  }
  slips.delete(name);
  return [...slips];
}

const isSafety = (name: string): boolean => !DESCRIPTIVE.includes(name);

describe("a key that decides safety is never passed over", () => {
  test.each(Object.keys(known))("every slip in every key of %s, each in a plan of its own, is an error at its place", (place) => {
    const passed: string[] = [];
    let tried = 0;
    for (const name of (known[place] ?? []).filter((key) => isSafety(key) && key.length > 3)) {
      for (const slip of slipsOf(name)) {
        if (known[place]?.includes(slip)) continue;
        tried += 1;
        const shown = /^[A-Za-z_$][\w$-]*$/.test(slip) ? slip : JSON.stringify(slip);
        const problems = problemsOf(places[place]?.(slip, true));
        if (!problems.some(({ code, path }) => code === "plan.unknown_field" && path.includes(shown))) passed.push(slip);
      }
    }
    expect(passed).toEqual([]);
    expect(tried).toBeGreaterThan(500);
  });

  test("two slips in a long name, and any mix of case and joiners, are errors as well", () => {
    const names = fc.constantFrom(
      "pauseBeforeWave",
      "pauseAfterWave",
      "dependencies",
      "technologies",
      "timeoutSeconds",
      "heartbeatSeconds",
    );
    fc.assert(
      fc.property(names, fc.nat(), fc.nat(), fc.boolean(), (name, first, second, upper) => {
        const drop = (text: string, at: number): string => text.slice(0, at % text.length) + text.slice((at % text.length) + 1);
        const slip = upper ? drop(drop(name, first), second).toUpperCase() : drop(drop(name, first), second);
        expect(problemsOf(places["wave"]?.(slip, true)).map(({ code }) => code)).toContain("plan.unknown_field");
      }),
    );
  });

  test.each([
    ["wave", "pauseBeforWave", "`pauseBeforWave` has no meaning here; did you mean `pauseBeforeWave`?", "pauseBeforeWave"],
    ["wave", "aproval", "`aproval` has no meaning here; did you mean `approval`?", "approval"],
    ["plan", "onFailue", "`onFailue` has no meaning here; did you mean `onFailure`?", "onFailure"],
    ["wave", "depends_on", "`depends_on` has no meaning here; did you mean `dependsOn`?", "dependsOn"],
    ["plan", "pauseBeforeWave", "`pauseBeforeWave` has no meaning here; `pauseBeforeWave` belongs to a wave", "pauseBeforeWave in a wave"],
    [
      "technology",
      "onFailure",
      "`onFailure` has no meaning here; `onFailure` belongs to the plan, or to a wave",
      "onFailure in the plan or a wave",
    ],
    [
      "plan",
      "executionType",
      "`executionType` has no meaning here; `executionType` belongs to the request that starts an execution",
      "executionType in the request that starts an execution",
    ],
    ["wave", "approvalGate", "`approvalGate` has no meaning here, and reads as if it decided something", "a known field"],
    ["approval", "minApproval", "unknown field `minApproval`; did you mean `minApprovals`?", "minApprovals"],
    ["retry", "attempts", "unknown field `attempts`", "one of maxAttempts, intervalSeconds, backoffRate, maxIntervalSeconds"],
    [
      "validation",
      "requiresManualApproval",
      "`requiresManualApproval` has no meaning here; did you mean `requireManualApproval`?",
      "requireManualApproval",
    ],
  ])("%s: %s", (place, key, message, expected) => {
    const own = problemsOf(places[place]?.(key, true)).filter(({ path }) => path.endsWith(key));
    expect(own.map((problem) => [problem.message, problem.expected])).toContainEqual([message, expected]);
  });

  test("the place is told by line and column of the key", () => {
    const source =
      "planId: p\nname: P\nwaves:\n  - waveNumber: 1\n    pauseBeforWave: true\n    technology: database\n    operation: failover\n    resources: {clusters: [c]}";
    expect(problemsOf(source).map(({ path, line, column }) => [path, line, column])).toEqual([["waves[0].pauseBeforWave", 5, 5]]);
  });
});

describe("a policy under another name", () => {
  const policies = [{ maxAttempts: 1 }, { minApprovals: 2 }, { approverRoles: ["DROperator"] }, { onExpiry: "fail" }, { backoffRate: 2 }];
  test.each(["wave", "short wave"])("is an error in a %s, whatever it is called: what it holds tells", (place) => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,12}$/), fc.constantFrom(...policies), (key, policy) => {
        fc.pre(!(known[place] ?? []).includes(key));
        expect(problemsOf(places[place]?.(key, policy)).map(({ code }) => code)).toContain("plan.unknown_field");
      }),
    );
  });

  test("may be what anchors stand on, at the top of a plan", () => {
    expect(problemsOf(places["plan"]?.("two", { minApprovals: 2 }))).toEqual([]);
  });

  test.each(["plan", "wave", "short wave", "technology"])("a merge that merges nothing is an error in a %s", (place) => {
    expect(problemsOf(places[place]?.("<<", { pauseBeforeWave: true }))).toMatchObject([
      { code: "plan.unknown_field", expected: "<< without quotes, in YAML, or the keys themselves" },
    ]);
  });

  test.each(["onError", "ignoreErrors", "skipOnFailure", "halt"])("%s reads as if it decided something", (key) => {
    expect(problemsOf(places["wave"]?.(key, "rollback")).map(({ code }) => code)).toEqual(["plan.unknown_field"]);
  });
});

describe("what stands inside a technology", () => {
  const task = (more: object): Record<string, unknown> => planOf(wave(1, { technologies: [{ ...database, ...more }] }));
  const told = (source: unknown): unknown => problemsOf(source).map(({ code, path }) => `${code} ${path}`);

  test.each([{ executionType: "drill" }, { executionType: "Recovery" }, { execution_type: "recovery" }, { ExecutionType: true }])(
    "config %j: the type belongs to the execution",
    (config) => {
      expect(told(task({ config }))).toEqual([`plan.execution_type waves[0].technologies[0].config.${Object.keys(config)[0]}`]);
    },
  );

  test("a manual approval is true or false, not a word", () => {
    expect(told(task({ validation: { requireManualApproval: "yes" } }))).toEqual([
      "plan.wrong_type waves[0].technologies[0].validation.requireManualApproval",
    ]);
  });

  test("validation that is a setting of the operation is held against its schema, where it was written", () => {
    const switchover = (validation: object, config: object = {}) =>
      planOf(wave(1, { technologies: [{ ...database, operation: "switchover", validation, config }] }));
    expect(planFrom(switchover({ lagThreshold: "5m" })).warnings).toEqual([]);
    expect(told(switchover({ lagThreshold: "soon" }))).toEqual(["plan.invalid_value waves[0].technologies[0].validation.lagThreshold"]);
    expect(told(switchover({}, { lagThreshold: "soon" }))).toEqual(["plan.invalid_value waves[0].technologies[0].config.lagThreshold"]);
    // In the words of the operation, not as a pattern.
    expect(problemsOf(switchover({}, { lagThreshold: "soon" }))).toMatchObject([
      { message: "expected a length of time such as 15m", expected: "a length of time such as 15m" },
    ]);
  });

  test("validation that checks nothing, and a type that changes nothing, are warned of", () => {
    const { warnings } = planFrom(task({ validation: { syncLagThreshold: "5s" }, config: { executionType: "recovery" } }));
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "plan.no_effect waves[0].technologies[0].validation.syncLagThreshold",
      "plan.no_effect waves[0].technologies[0].config.executionType",
    ]);
  });
});
