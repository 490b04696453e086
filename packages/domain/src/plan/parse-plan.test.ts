import { describe, expect, test } from "vitest";
import { placesOf, planFrom, planOf, problemsOf, registry, wave } from "../../test/plans.ts";
import { parsePlan } from "./parse-plan.ts";

describe("what is accepted", () => {
  test("the long form gets every default", () => {
    const { plan, warnings } = planFrom(planOf(wave(1)));
    expect(warnings).toEqual([]);
    expect(plan).toEqual({
      header: { planId: "p", name: "P", description: "", onFailure: "fail", tags: {} },
      waves: [
        {
          waveNumber: 1,
          name: "Wave 1",
          dependencies: [],
          pauseBeforeWave: false,
          pauseAfterWave: false,
          pause: { maxPauseSeconds: 2_592_000, onExpiry: "fail" },
          onFailure: "fail",
          tasks: [
            {
              taskId: "w1-database",
              waveNumber: 1,
              type: "database",
              operation: "failover",
              resources: { clusters: ["c"] },
              config: {},
              validation: {},
              dependsOn: [],
              reversibility: "reversible",
              retry: { maxAttempts: 3, intervalSeconds: 30, backoffRate: 2, maxIntervalSeconds: 600 },
              timeoutSeconds: 3600,
              heartbeatSeconds: 300,
              declared: { account: "", region: "", names: [{ at: ["resources", "clusters", "[]"], kinds: ["rds-cluster"], use: "acts" }] },
            },
          ],
        },
      ],
    });
  });

  test("the short form means the same as the long one", () => {
    const { technologies: _, ...bare } = wave(1);
    const short = { ...bare, technology: "database", operation: "failover", resources: { clusters: ["c"] } };
    expect(planFrom(planOf(short)).plan).toEqual(planFrom(planOf(wave(1))).plan);
  });

  test("a wrapped plan and a bare list of waves mean the same as the plan", () => {
    const expected = planFrom(planOf(wave(1))).plan;
    expect(planFrom({ enterpriseRecoveryPlan: planOf(wave(1)) }).plan).toEqual(expected);
    expect(planFrom([wave(1)], { planId: "p", name: "P" }).plan).toEqual(expected);
  });

  test("plan-level defaults are overridden by the wave and then by the technology", () => {
    const technologies = [
      { type: "database", operation: "failover", resources: { clusters: ["a"] }, retry: { maxAttempts: 7 }, timeoutSeconds: 60 },
      { type: "database", operation: "failover", resources: { clusters: ["b"] } },
    ];
    const source = {
      ...planOf(wave(1, { technologies, retry: { intervalSeconds: 5 } }), wave(2, { onFailure: "pause" })),
      retry: { maxAttempts: 2, intervalSeconds: 9 },
      onFailure: "rollback",
      pause: { onExpiry: "cancel" },
    };
    const [first, second] = planFrom(source).plan.waves;
    expect(
      first?.tasks.map(({ taskId, retry, timeoutSeconds }) => [taskId, retry.maxAttempts, retry.intervalSeconds, timeoutSeconds]),
    ).toEqual([
      ["w1-database", 7, 5, 60],
      ["w1-database-2", 2, 5, 3600],
    ]);
    expect([first?.onFailure, second?.onFailure]).toEqual(["rollback", "pause"]);
    expect(second?.tasks[0]?.retry.intervalSeconds).toBe(9);
    expect(second?.pause).toEqual({ maxPauseSeconds: 2_592_000, onExpiry: "cancel" });
  });

  test("waves without dependencies run in the order of their numbers, and a warning says so", () => {
    const inOrder = [wave(3), wave(1), wave(2)].map(({ dependencies: _, ...rest }) => rest);
    const { plan, warnings } = planFrom(planOf(...inOrder));
    expect(plan.waves.map(({ waveNumber, dependencies }) => [waveNumber, dependencies])).toEqual([
      [1, []],
      [2, [1]],
      [3, [2]],
    ]);
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "plan.default_dependencies waves[0].dependencies",
      "plan.default_dependencies waves[2].dependencies",
    ]);
  });

  test("requireManualApproval pauses before the wave for one approval by the default roles", () => {
    const technologies = [
      { type: "database", operation: "failover", resources: { clusters: ["c"] }, validation: { requireManualApproval: true } },
    ];
    const [first] = planFrom(planOf(wave(1, { technologies, pauseAfterWave: true }))).plan.waves;
    expect([first?.pauseBeforeWave, first?.pauseAfterWave]).toEqual([true, true]);
    expect(first?.pause.approval).toEqual({
      minApprovals: 1,
      approverRoles: ["DRRecoveryManager", "DROrchestrationAdmin"],
      onDecline: "cancel",
    });
  });

  test("an approval without a pause asks before the wave; with a pause after it, it asks there", () => {
    const approval = { minApprovals: 2, approverRoles: ["DROperator"], onDecline: "pause" };
    const [first, second] = planFrom(planOf(wave(1, { approval }), wave(2, { approval, pauseAfterWave: true }))).plan.waves;
    expect([first?.pauseBeforeWave, first?.pauseAfterWave, first?.pause.approval]).toEqual([true, false, approval]);
    expect([second?.pauseBeforeWave, second?.pauseAfterWave, second?.pause.approval]).toEqual([false, true, approval]);
  });

  test("dependsOn takes an id, or a technology for all its tasks of the wave", () => {
    const database = { type: "database", operation: "failover", resources: { clusters: ["c"] } };
    const technologies = [
      { ...database, resources: { clusters: ["d"] }, id: "first" },
      database,
      {
        type: "infrastructure",
        operation: "dns_update",
        resources: { route53Records: [{ hostedZoneId: "z", recordName: "r", newValue: "v" }] },
        dependsOn: ["database"],
      },
    ];
    const tasks = planFrom(planOf(wave(1, { technologies }))).plan.waves[0]?.tasks;
    expect(tasks?.map(({ taskId, dependsOn }) => [taskId, dependsOn])).toEqual([
      ["first", []],
      ["w1-database", []],
      ["w1-infrastructure", ["first", "w1-database"]],
    ]);
  });

  test("tag filters stand for resources; what else is written is still checked", () => {
    const technologies = [{ type: "database", operation: "failover", resources: { tagFilters: { "DR-Tier": "database" } } }];
    const { plan, warnings } = planFrom(planOf(wave(1, { technologies })), { resolvesTagFilters: true });
    expect(plan.waves[0]?.tasks[0]?.resources).toEqual({ tagFilters: { "DR-Tier": "database" } });
    expect(warnings.map((warning) => warning.code)).toEqual(["plan.tag_filters"]);
    const wrong = [{ type: "database", operation: "failover", resources: { tagFilters: { a: 1 }, clusters: [2] } }];
    const problems = problemsOf(planOf(wave(1, { technologies: wrong })), { resolvesTagFilters: true });
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "plan.invalid_value waves[0].technologies[0].resources.tagFilters",
      "plan.wrong_type waves[0].technologies[0].resources.clusters[0]",
    ]);
  });

  test("where nobody resolves them, tag filters are refused as planning would refuse them", () => {
    const by = (more: object) => planOf(wave(1, { technologies: [{ type: "database", operation: "failover", resources: {}, ...more }] }));
    const code = "plan.tag_filters_unsupported";
    expect(placesOf(by({ resources: { tagFilters: { Tier: "db" } } }))).toEqual([`${code} waves[0].technologies[0].resources.tagFilters`]);
    expect(placesOf(by({ resources: { clusters: ["c"] }, config: { tagFilters: {} } }))).toEqual([
      `${code} waves[0].technologies[0].config.tagFilters`,
    ]);
  });

  test("a missing operation is the technology's first one, with a warning", () => {
    const { plan, warnings } = planFrom(planOf(wave(1, { technologies: [{ type: "database", resources: { clusters: ["c"] } }] })));
    expect(plan.waves[0]?.tasks[0]?.operation).toBe("failover");
    expect(warnings).toEqual([
      {
        path: "waves[0].technologies[0].operation",
        code: "plan.default_operation",
        message: "no operation is named: `failover`, the default of `database`, is taken",
        expected: "one of failover, switchover, promote",
      },
    ]);
  });

  test("a field that only describes, and nobody knows, is a warning", () => {
    const { warnings } = planFrom({ ...planOf(wave(1, { runbook: "page 7" })), descripton: "x" });
    expect(warnings.map(({ path, code, message }) => [path, code, message])).toEqual([
      ["descripton", "plan.unknown_field", "`descripton` has no meaning here and is ignored; did you mean `description`?"],
      ["waves[0].runbook", "plan.unknown_field", "`runbook` has no meaning here and is ignored"],
    ]);
  });
});

describe("approvals", () => {
  const approverRoles = ["Manager", "Admin"];
  const warned = (source: unknown) => planFrom(source, { approverRoles }).warnings;

  test("a role that may never approve is warned of, wherever it is named", () => {
    const approval = { approverRoles: ["Admin", "manager"] };
    const plan = { ...planOf(wave(1, { approval, pause: { approval } })), approval, pause: { approval: { approverRoles: ["Admin"] } } };
    expect(warned(plan).map(({ code, path }) => `${code} ${path}`)).toEqual([
      "plan.unknown_role approval.approverRoles[1]",
      "plan.unknown_role waves[0].approval.approverRoles[1]",
      "plan.unknown_role waves[0].pause.approval.approverRoles[1]",
    ]);
    expect(warned(plan)[0]).toMatchObject({ message: "nobody with the role `manager` may approve", expected: "one of Manager, Admin" });
    expect(planFrom(plan).warnings).toEqual([]);
  });

  test("a gate that nobody can open is refused, wherever it is written", () => {
    const approval = { approverRoles: ["DBA", "manager"] };
    const plan = { ...planOf(wave(1, { approval, pause: { approval } })), approval, pause: { approval } };
    expect(problemsOf(plan, { approverRoles }).map(({ code, path }) => `${code} ${path}`)).toEqual([
      "plan.approval_unreachable approval.approverRoles",
      "plan.approval_unreachable pause.approval.approverRoles",
      "plan.approval_unreachable waves[0].approval.approverRoles",
      "plan.approval_unreachable waves[0].pause.approval.approverRoles",
    ]);
  });

  test("an approval at a wave that does not pause is warned of", () => {
    const approval = { minApprovals: 2 };
    const idle = (more: object) => planFrom(planOf(wave(1, { approval, ...more }))).warnings.map(({ code, path }) => `${code} ${path}`);
    expect(idle({ pauseBeforeWave: false })).toEqual(["plan.approval_idle waves[0].approval"]);
    for (const more of [{}, { pauseBeforeWave: false, pauseAfterWave: true }, { pauseBeforeWave: false, onFailure: "pause" }]) {
      expect(idle(more)).toEqual([]);
    }
  });

  test("a gate that opens by itself is warned of, where that is said", () => {
    const approval = { minApprovals: 1 };
    const paths = (source: unknown) => warned(source).map(({ code, path }) => `${code} ${path}`);
    const open = { onExpiry: "continue" };
    expect(paths({ ...planOf(wave(1), wave(2, { approval })), pause: open })).toEqual(["plan.approval_expires_open pause.onExpiry"]);
    expect(paths(planOf(wave(1, { approval, pause: open }), wave(2, { pause: open })))).toEqual([
      "plan.approval_expires_open waves[0].pause.onExpiry",
    ]);
    expect(paths({ ...planOf(wave(1, { approval, pause: { onExpiry: "fail" } }), wave(2)), pause: open })).toEqual([]);
  });
});

describe("adding waves to a plan", () => {
  const base = planFrom(planOf(wave(1))).plan;
  const problemsWhenAdding = (source: unknown): unknown[] => {
    const result = parsePlan(source, { registry, appendTo: base });
    return result.ok ? [] : result.problems.map(({ code, path, line, column }) => [code, path, line, column]);
  };

  test("takes one wave, a list, or an object with waves", () => {
    const expected = planFrom(planOf(wave(1), wave(2, { dependencies: [1] }))).plan;
    const added = wave(2, { dependencies: [1] });
    for (const source of [added, [added], { waves: [added] }, JSON.stringify(added)]) {
      expect(planFrom(source, { appendTo: base }).plan).toEqual(expected);
    }
  });

  test("what stands beside the waves is not passed over", () => {
    expect(problemsWhenAdding("waves: []\napproval: {}")).toEqual([["plan.unknown_field", "approval", 2, 1]]);
  });

  test("problems count in what is added", () => {
    expect(problemsWhenAdding("waves:\n  - waveNumber: 1\n    technologies: []\n")).toEqual([
      ["plan.duplicate_wave", "waves[0].waveNumber", 2, 17],
      ["plan.empty_technologies", "waves[0].technologies", 3, 19],
    ]);
    expect(problemsWhenAdding("- waveNumber: x\n  technologies: []")).toEqual([
      ["plan.wrong_type", "waves[0].waveNumber", 1, 15],
      ["plan.empty_technologies", "waves[0].technologies", 2, 17],
    ]);
    expect(problemsWhenAdding("waveNumber: 2\ntechnologies: []")).toEqual([["plan.empty_technologies", "waves[0].technologies", 2, 15]]);
  });
});
