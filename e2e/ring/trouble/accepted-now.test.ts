// What would be refused, or dropped, at the disaster is refused when it is saved, over HTTP, with the place and the nearest name.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codesOf, createTroubleWorld, failover, gate, wave, type Body, type TroubleWorld } from "./world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await createTroubleWorld(["--no-provision"]);
  await fetch(`${world.runtime.ready.endpoint}/_local/estate/seed`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ plan: { waves: [{ waveNumber: 1, technologies: [failover({ clusters: ["orders", "billing"] })] }] } }),
  });
}, 60_000);
afterAll(() => world.stop());

const orders = failover({ clusters: ["orders"] });
const told = ({ errors = [] }: { readonly errors?: readonly Body[] }): readonly Body[] =>
  errors.map(({ path, code, expected }: Body) => [path, code, expected]);

describe("a key that decides safety", () => {
  test.each([
    ["pauseBeforWave", { pauseBeforWave: true }, "pauseBeforeWave"],
    ["aproval", { pauseBeforeWave: true, aproval: { minApprovals: 2 } }, "approval"],
    ["onFailue", { onFailue: "rollback" }, "onFailure"],
    ["onfailure", { onfailure: "rollback" }, "onFailure"],
    ["timeoutSecond", { timeoutSecond: 60 }, "timeoutSeconds"],
    ["dependancies", { dependancies: [] }, "dependencies"],
  ])("%s is an error with the nearest name", async (key, slip, nearest) => {
    const { status, body } = await world.save(`slip-${key}`, [wave(1, [orders], slip)]);
    expect([status, told(body)]).toEqual([422, [[`waves[0].${key}`, "plan.unknown_field", nearest]]]);
  });

  test("elsewhere an unknown key is a warning", async () => {
    const { status, body } = await world.save("note", [wave(1, [orders], { owner: "team-a" })]);
    expect([status, codesOf(body.warnings)]).toEqual([201, ["plan.unknown_field"]]);
  });
});

test("YAML merge keys mean what they say", async () => {
  const document = `planId: merged
name: Merged
gated: &d
  pauseBeforeWave: true
  approval: { minApprovals: 1, approverRoles: [DRRecoveryManager] }
waves:
  - <<: *d
    waveNumber: 1
    name: Database
    dependencies: []
    technologies:
      - { type: database, operation: failover, resources: { clusters: [orders] } }
`;
  const saved = await world.ask("POST", "/plans", document);
  expect(saved.status).toBe(201);
  const { body } = await world.ask("GET", "/plans/merged");
  expect(body.waves[0]).toMatchObject({ pauseBeforeWave: true, approval: { minApprovals: 1, approverRoles: ["DRRecoveryManager"] } });
});

test("limits of a service are known at save: a batch of Route 53 counts an UPSERT twice", async () => {
  const records = (count: number) => ({
    type: "infrastructure",
    operation: "dns_update",
    resources: {
      route53Records: Array.from({ length: count }, (_, index) => ({
        hostedZoneId: "ZLIMIT",
        recordName: `r${index}.example.com`,
        newValue: "standby.example.com",
      })),
    },
  });
  const { status, body } = await world.save("too-many", [wave(1, [records(501)])]);
  expect([status, codesOf(body.errors), body.errors[0].expected]).toEqual([422, ["plan.service_limit"], "at most 1000"]);
  const { body: fits } = await world.ask("POST", "/plans?allowUnresolved=true", {
    planId: "fits",
    name: "fits",
    waves: [wave(1, [records(500)])],
  });
  expect(codesOf(fits.errors)).toEqual([]);
});

test("a drill is asked for by who starts it, never by a task", async () => {
  const { status, body } = await world.save("drill-inside", [
    wave(1, [failover({ clusters: ["orders"] }, { config: { executionType: "drill" } })]),
  ]);
  expect([status, codesOf(body.errors)]).toEqual([422, ["plan.unknown_field", "plan.execution_type"]]);
});

test("a setting that has no effect is told", async () => {
  const { status, body } = await world.save("no-effect", [wave(1, [{ ...orders, validation: { runbook: "wiki/42" } }])]);
  expect([status, body.warnings]).toEqual([
    201,
    [
      expect.objectContaining({
        path: "waves[0].technologies[0].validation.runbook",
        code: "plan.no_effect",
        message: "`runbook` is kept and checks nothing",
      }),
    ],
  ]);
});

describe("a gate that nobody could open", () => {
  test("is refused with the plan where there are too few people", async () => {
    const approval = { minApprovals: 3, approverRoles: ["DRRecoveryManager"] };
    const { status, body } = await world.save("three-of-two", [wave(1, [orders], { pauseBeforeWave: true, approval })]);
    expect([status, told(body)]).toEqual([422, [["waves[0].approval", "plan.approval_unreachable", "approvers of whom there are enough"]]]);
  });

  test("is refused at the start for whom it leaves too few", async () => {
    const approval = { minApprovals: 2, approverRoles: ["DRRecoveryManager"] };
    await world.save("two-of-two", [wave(1, [orders], { pauseBeforeWave: true, approval })]);
    const body = { planId: "two-of-two", executionType: "recovery" };
    const own = await world.ask("POST", "/executions", body, "DRRecoveryManager");
    expect([own.status, own.body.code, own.body.details.gates]).toEqual([
      409,
      "execution.gate_unreachable",
      [{ waveNumber: 1, approverRoles: ["DRRecoveryManager"], minApprovals: 2, possible: 1 }],
    ]);
    const other = await world.ask("POST", "/executions", body, "DROperator");
    expect(other.status).toBe(202);
    await world.ask("PUT", `/executions/${other.body.executionId}/cancel`, { reason: "seen" });
  });
});

describe("a name that nobody finds", () => {
  const waves = [wave(1, [failover({ clusters: ["not-there"] })], gate)];

  test("is refused at save, and with allowUnresolved shown wherever the plan is shown", async () => {
    const refused = await world.save("early", waves);
    expect([refused.status, codesOf(refused.body.errors)]).toEqual([422, ["plan.unresolved"]]);
    expect(refused.body.errors[0].message).toContain("not-there");
    const saved = await world.ask("POST", "/plans?allowUnresolved=true", { planId: "early", name: "early", waves });
    expect([saved.status, saved.body.unresolved.length]).toEqual([201, 1]);
    expect((await world.ask("GET", "/plans/early")).body.unresolved).toEqual(saved.body.unresolved);
    const { plans } = (await world.ask("GET", "/plans?limit=100")).body;
    expect(plans.find(({ planId }: Body) => planId === "early").unresolved).toBe(1);
  });

  test("by tags that nothing has is refused at save", async () => {
    const { status, body } = await world.save("by-tags", [wave(1, [failover({ tagFilters: { purpose: "nobody-has-this" } })])]);
    expect([status, codesOf(body.errors)]).toEqual([422, ["plan.unresolved"]]);
    expect(body.errors[0].message).toContain("planning.tag_filters_empty");
  });
});
