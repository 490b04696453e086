import { describe, expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { answerTask, planAndRun, startTwoWaves } from "../../test/plans.ts";

/** An execution that waits for an approval before wave 2, and what an approver has to say. */
async function waiting() {
  const api = createTestApi();
  const executionId = await startTwoWaves(api);
  await planAndRun(api, executionId);
  await answerTask(api, executionId, "w1-database", "completed");
  const { body: view } = await api.call(`GET /api/v1/executions/${executionId}`);
  const decision = {
    pauseId: view.pause.pauseId,
    decision: "approve",
    planHash: view.planHash,
    manifestHash: view.manifestHash,
    mode: view.mode,
  };
  const decide = (changed: object = {}, role = "DRRecoveryManager") =>
    api.call(`POST /api/v1/executions/${executionId}/approvals`, { role, session: "ann", body: { ...decision, ...changed } });
  return { ...api, executionId, view, decide };
}

describe("approvals", () => {
  test("the approval that was missing ends the pause", async () => {
    const { decide, view } = await waiting();
    expect(view).toMatchObject({
      status: "paused",
      pause: { reason: "before_wave", mayResumeRoles: [], approval: { approverRoles: ["DRRecoveryManager"] } },
    });
    expect(await decide({ comment: "checked" })).toMatchObject({
      status: 200,
      body: { status: "in_progress", currentWave: 2, pause: null },
    });
  });

  test("a decline cancels, as the plan says", async () => {
    const { decide } = await waiting();
    expect(await decide({ decision: "decline" })).toMatchObject({ status: 200, body: { status: "cancelled" } });
  });

  test.each([
    ["another plan", { planHash: "0".repeat(64) }, 409, "approval.stale_plan"],
    ["other resources", { manifestHash: "x" }, 409, "approval.stale_plan"],
    ["the wrong mode", { mode: "unplanned" }, 409, "approval.wrong_mode"],
    ["another pause", { pauseId: "p-0" }, 409, "approval.no_such_pause"],
    ["no hash", { planHash: undefined }, 400, "request.invalid"],
    ["an unknown decision", { decision: "maybe" }, 400, "request.invalid"],
  ])("of %s is refused", async (_, changed, status, code) => {
    const { decide } = await waiting();
    expect(await decide(changed)).toMatchObject({ status, body: { code } });
  });

  test("by a role that is not asked, or that never may", async () => {
    const { decide } = await waiting();
    expect(await decide({}, "DROperator")).toMatchObject({ status: 403, body: { code: "approval.not_authorised" } });
    expect(await decide({}, "DRPlanManager")).toMatchObject({ status: 403, body: { code: "auth.forbidden" } });
  });

  test("by whoever asked for the execution", async () => {
    const api = createTestApi();
    await startTwoWaves(api);
    const started = await api.call("POST /api/v1/executions", {
      role: "DRRecoveryManager",
      body: { planId: "two-waves", executionType: "recovery", force: true },
    });
    const { executionId } = started.body;
    await planAndRun(api, executionId);
    await answerTask(api, executionId, "w1-database", "completed");
    const { body: view } = await api.call(`GET /api/v1/executions/${executionId}`);
    const { planHash, manifestHash, mode, pause } = view;
    const body = { pauseId: pause.pauseId, decision: "approve", planHash, manifestHash, mode };
    const path = `POST /api/v1/executions/${executionId}/approvals`;
    expect(await api.call(path, { role: "DRRecoveryManager", body })).toMatchObject({ status: 403, body: { code: "approval.self" } });
    expect(await api.call(path, { role: "DRRecoveryManager", session: "someone-else", body })).toMatchObject({ status: 200 });
  });

  test("resuming instead of approving is refused", async () => {
    const { call, executionId } = await waiting();
    expect(await call(`PUT /api/v1/executions/${executionId}/resume`)).toMatchObject({
      status: 409,
      body: { code: "execution.approval_required" },
    });
  });

  test("twice with one Idempotency-Key counts once", async () => {
    const { call, executionId, view, log } = await waiting();
    const { planHash, manifestHash, mode, pause } = view;
    const options = {
      role: "DRRecoveryManager",
      session: "ann",
      headers: { "idempotency-key": "k1" },
      body: { pauseId: pause.pauseId, decision: "approve", planHash, manifestHash, mode },
    };
    const first = await call(`POST /api/v1/executions/${executionId}/approvals`, options);
    const { length } = await log.read(`EXEC#${executionId}`);
    const second = await call(`POST /api/v1/executions/${executionId}/approvals`, options);
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(await log.read(`EXEC#${executionId}`)).toHaveLength(length);
  });
});

describe("tasks", () => {
  /** An execution whose first task failed under `pause`. */
  async function failed() {
    const api = createTestApi();
    const executionId = await startTwoWaves(api);
    await planAndRun(api, executionId);
    const task = (verb: string, options: Parameters<typeof api.call>[1] = { body: { reason: "because" } }, taskId = "w1-database") =>
      api.call(`POST /api/v1/executions/${executionId}/tasks/${taskId}/${verb}`, options);
    return { ...api, executionId, task };
  }

  test("a running task can be skipped neither silently nor at all times", async () => {
    const { task } = await failed();
    expect(await task("retry", { body: {} })).toMatchObject({ status: 400, body: { errors: [{ path: "reason" }] } });
    expect(await task("retry")).toMatchObject({
      status: 409,
      body: { code: "task.not_retryable_now", details: { taskStatus: "requested" } },
    });
  });

  test("an unknown task is 404", async () => {
    const { task } = await failed();
    expect(await task("skip", { body: { reason: "because" } }, "w9-none")).toMatchObject({ status: 404, body: { code: "task.unknown" } });
  });

  test("by a role that may not", async () => {
    const { task } = await failed();
    for (const role of ["DRReadOnly", "DRS-Read-Only", "DROperatorX"]) {
      expect(await task("skip", { role, body: { reason: "because" } })).toMatchObject({ status: 403 });
    }
  });
});
