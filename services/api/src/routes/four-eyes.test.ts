/** Approvals count people, whatever their roles and sessions are called. */
import { expect, test } from "vitest";
import { createTestApi, type TestApi } from "../../test/api.ts";
import { answerTask, planAndRun, twoWaves } from "../../test/plans.ts";
import { parseIdentitySettings } from "../identity/settings.ts";

const roles = "DRSOperator,DRSRecoveryManager";
const identity = (DR_PINNED_SESSION_ROLES: string, DR_MACHINE_ROLES = "") =>
  parseIdentitySettings({
    AUTH_MODE: "role_based",
    DR_ACCOUNT_ID: "123456789012",
    DR_CALLER_ROLES: "DRSOperator=Pipeline",
    DR_PINNED_SESSION_ROLES,
    DR_MACHINE_ROLES,
  });

/** An execution that waits for two approvals, asked for by this role and session. */
async function waiting(api: TestApi, role: string, session: string) {
  const gate = { minApprovals: 2, approverRoles: ["DRRecoveryManager", "DRS-Operator"] };
  const [first, second] = twoWaves.waves;
  await api.call("POST /plans", { body: { ...twoWaves, waves: [first, { ...second, approval: gate }] } });
  const started = await api.call("POST /executions", { role, session, body: { planId: "two-waves", executionType: "recovery" } });
  const { executionId } = started.body;
  await planAndRun(api, executionId);
  await answerTask(api, executionId, "w1-database", "completed");
  const { planHash, manifestHash, mode, pause } = (await api.call(`GET /executions/${executionId}`)).body;
  const body = { pauseId: pause.pauseId, decision: "approve", planHash, manifestHash, mode };
  return async (approver: string, name: string, more: object = {}): Promise<string> => {
    const answer = await api.call(`POST /executions/${executionId}/approvals`, {
      role: approver,
      session: name,
      body: { ...body, ...more },
    });
    return answer.body.code ?? answer.body.status;
  };
}

test("one person in three sessions and two roles is one person; two others pass", async () => {
  const api = createTestApi({ identity: identity(roles) });
  const approve = await waiting(api, "DRSOperator", "kim");
  expect([
    await approve("DRSRecoveryManager", "kim"),
    await approve("DRSRecoveryManager", "KIM"),
    await approve("DRSRecoveryManager", "ann"),
    await approve("DRSOperator", "ann"),
    await approve("DRSOperator", "bob"),
  ]).toEqual(["approval.self", "approval.self", "paused", "approval.already_decided", "in_progress"]);
});

test("sessions whose names anybody may choose approve nothing, and the refusal says what would", async () => {
  const api = createTestApi({ identity: identity("DRSOperator") });
  const approve = await waiting(api, "DRSOperator", "kim");
  expect([await approve("DRSRecoveryManager", "ann"), await approve("DRSRecoveryManager", "bob")]).toEqual([
    "approval.not_a_person",
    "approval.not_a_person",
  ]);
  expect(await approve("DRSRecoveryManager", "ann", { decision: "decline" })).toBe("cancelled");
});

test("whoever asks in such a session may be any of the approvers: nobody could approve, so it is not started", async () => {
  const api = createTestApi({ identity: identity("DRSRecoveryManager") });
  await api.call("POST /plans", { body: { ...twoWaves, waves: [{ ...twoWaves.waves[1], dependencies: [] }] } });
  const start = (session: string, role: string) =>
    api.call("POST /executions", { role, session, body: { planId: "two-waves", executionType: "recovery" } });
  expect(await start("kim", "DRSOperator")).toMatchObject({
    status: 409,
    body: {
      code: "execution.gate_unreachable",
      detail:
        "wave 2 waits for 1 approvals by DRRecoveryManager, which it can never get: you are nobody who can be told apart, so nobody can be shown to be another",
      details: { gates: [{ waveNumber: 2, approverRoles: ["DRRecoveryManager"], minApprovals: 1, possible: 0 }] },
    },
  });
  expect((await api.history.listAll()).items).toEqual([]);
});

test("a gate for more people than there are is refused with the plan, or at the start by whom it leaves too few", async () => {
  const counted = parseIdentitySettings({
    AUTH_MODE: "role_based",
    DR_ACCOUNT_ID: "123456789012",
    DR_PINNED_SESSION_ROLES: roles,
    DR_ROLE_PEOPLE: "DROperator=2,DRSRecoveryManager=1",
  });
  const api = createTestApi({ identity: counted });
  const save = (minApprovals: number, approverRoles: string[]) =>
    api.call("POST /plans", {
      body: {
        ...twoWaves,
        planId: `p${minApprovals}`,
        waves: [{ ...twoWaves.waves[1], dependencies: [], approval: { minApprovals, approverRoles } }],
      },
    });
  expect(await save(3, ["DRSOperator", "DROperator"])).toMatchObject({
    status: 422,
    body: {
      errors: [
        {
          path: "waves[0].approval",
          code: "plan.approval_unreachable",
          message: "wave 2 waits for 3 approvals by DRSOperator or DROperator, and 2 people could give them",
        },
      ],
    },
  });
  expect((await save(2, ["DRSOperator"])).status).toBe(201);
  const start = (role: string) => api.call("POST /executions", { role, session: "kim", body: { planId: "p2", executionType: "recovery" } });
  expect(await start("DRSOperator")).toMatchObject({ status: 409, body: { code: "execution.gate_unreachable" } });
  expect(await start("DRSRecoveryManager")).toMatchObject({ status: 202 });
});

test("a gate whose approvers name nobody yet is a warning with the plan", async () => {
  const api = createTestApi({ identity: identity("DRSOperator") });
  const saved = await api.call("POST /plans", { body: twoWaves });
  expect(saved.status).toBe(201);
  expect(saved.body.warnings.filter(({ code }: { code: string }) => code === "plan.approval_unreachable")).toMatchObject([
    { path: "waves[1].approval", message: "wave 2 waits for 1 approvals by DRRecoveryManager, and 0 people could give them" },
  ]);
});

test("a program may ask, and people approve; it never approves itself", async () => {
  const api = createTestApi({ identity: identity(roles, "Pipeline") });
  const approve = await waiting(api, "Pipeline", "run-17");
  expect([await approve("Pipeline", "run-18"), await approve("DRSOperator", "ann"), await approve("DRSOperator", "bob")]).toEqual([
    "approval.not_a_person",
    "paused",
    "in_progress",
  ]);
});

test("the log says which person asked and which approved", async () => {
  const api = createTestApi({ identity: identity(roles) });
  const approve = await waiting(api, "DRSOperator", "Kim");
  await approve("DRSOperator", "Ann");
  const [item] = (await api.history.listAll()).items;
  const events = (await api.log.read(`EXEC#${item?.ExecutionId}`)).flatMap((commit) => commit.events);
  const told = events.filter(({ type }) => type === "ExecutionRequested" || type === "ApprovalRecorded").map(({ data }) => data);
  expect(told).toMatchObject([
    { requestedBy: "arn:aws:sts::123456789012:assumed-role/DRSOperator/Kim", requestedByPerson: "kim" },
    { approver: "arn:aws:sts::123456789012:assumed-role/DRSOperator/Ann", person: "ann" },
  ]);
});
