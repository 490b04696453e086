import { holdersOf } from "@dr/event-log/testing";
import { describe, expect, test } from "vitest";
import { createTestApi, principalOf } from "../../test/api.ts";
import { answerTask, planAndRun, startTwoWaves } from "../../test/plans.ts";

async function running() {
  const api = createTestApi();
  const executionId = await startTwoWaves(api);
  await planAndRun(api, executionId);
  const put = (verb: string, options: Parameters<typeof api.call>[1] = {}) =>
    api.call(`PUT /api/v1/executions/${executionId}/${verb}`, options);
  const post = (verb: string, options: Parameters<typeof api.call>[1] = {}) =>
    api.call(`POST /api/v1/executions/${executionId}/${verb}`, options);
  const typesInLog = async () => (await api.log.read(`EXEC#${executionId}`)).flatMap((commit) => commit.events.map((event) => event.type));
  return { ...api, executionId, put, post, typesInLog };
}

describe("pause and resume", () => {
  test("a pause without a body is taken at the next boundary and recorded with who asked", async () => {
    const { put, log, executionId } = await running();
    expect(await put("pause", { role: "DROperator" })).toMatchObject({
      status: 200,
      body: { status: "in_progress", pauseRequested: { reason: "pause by DRSOperator" } },
    });
    const last = (await log.read(`EXEC#${executionId}`)).at(-1);
    expect([last?.actor, last?.events[0]?.type]).toEqual([principalOf("DROperator"), "ExecutionPauseRequested"]);
  });

  test("after the wave the execution waits, says why and for whom, and resumes", async () => {
    const { put, executionId, ...api } = await running();
    await put("pause", { body: { reason: "look at the database" } });
    await answerTask({ ...api }, executionId, "w1-database", "completed");
    const { body } = await api.call(`GET /api/v1/executions/${executionId}/status`);
    expect(body).toMatchObject({
      status: "paused",
      pause: { reason: "operator", mayResumeRoles: ["DRSOrchestrationAdmin", "DRSRecoveryManager", "DRSPlanManager", "DRSOperator"] },
    });
    const resumed = await put("resume", { role: "DROperator", body: { reason: "looks good" } });
    expect(resumed).toMatchObject({ status: 200, body: { status: "paused", pause: { reason: "before_wave", waveNumber: 2 } } });
  });

  test("resuming what does not pause is a 409 with its status", async () => {
    const { put } = await running();
    expect(await put("resume")).toMatchObject({ status: 409, body: { code: "execution.not_paused", details: { status: "in_progress" } } });
  });

  test("a body that is not understood changes nothing", async () => {
    const { put, typesInLog } = await running();
    const before = await typesInLog();
    expect(await put("pause", { body: { why: "x" } })).toMatchObject({ status: 400, body: { code: "request.invalid" } });
    expect(await put("pause", { body: { reason: "" } })).toMatchObject({ status: 400, body: { errors: [{ path: "reason" }] } });
    expect(await put("pause", { body: "reason=x", contentType: "text/plain" })).toMatchObject({ status: 415 });
    expect(await typesInLog()).toEqual(before);
  });
});

describe("cancel", () => {
  test("asks running tasks to stop; a finished execution is a 409 with its status", async () => {
    const { put, executionId, ...api } = await running();
    expect(await put("cancel", { body: { reason: "wrong plan" } })).toMatchObject({ status: 200, body: { status: "cancelling" } });
    await answerTask({ ...api }, executionId, "w1-database", "completed");
    for (const verb of ["cancel", "pause"]) {
      expect(await put(verb)).toMatchObject({
        status: 409,
        body: { code: "execution.already_ended", details: { executionId, status: "cancelled" } },
      });
    }
  });
});

describe("mode", () => {
  test("a running recovery is switched, with a reason", async () => {
    const { put } = await running();
    expect(await put("mode", { role: "DRRecoveryManager", body: { mode: "unplanned", reason: "primary is gone" } })).toMatchObject({
      status: 200,
      body: { mode: "unplanned" },
    });
    expect(await put("mode", { body: { mode: "unplanned" } })).toMatchObject({ status: 400, body: { errors: [{ path: "reason" }] } });
    expect(await put("mode", { body: { mode: "unplanned", reason: "again" } })).toMatchObject({
      status: 409,
      body: { code: "execution.mode_unchanged" },
    });
    expect(await put("mode", { role: "DROperator", body: { mode: "planned", reason: "x" } })).toMatchObject({ status: 403 });
  });
});

describe("redrive", () => {
  const body = { reason: "the cause is removed" };

  test("runs a failed execution again and takes its locks back", async () => {
    const { post, executionId, ...api } = await running();
    await answerTask({ ...api }, executionId, "w1-database", "failed");
    await api.leases.releaseKeys(["PLAN#two-waves"], executionId);
    expect(await post("redrive", { role: "DRRecoveryManager", body })).toMatchObject({
      status: 200,
      body: { status: "in_progress", currentWave: 1 },
    });
    const held = await holdersOf(api.leases, [
      "PLAN#two-waves",
      "RES#rds-cluster:123456789012:eu-central-1:c1",
      "RES#drs-source-server:123456789012:eu-central-1:s-1",
    ]);
    expect([...held.values()]).toEqual([executionId, executionId, executionId]);
  });

  test("is refused after a later execution of the plan, which it could undo, unless forced", async () => {
    const { post, executionId, ...api } = await running();
    await answerTask({ ...api }, executionId, "w1-database", "failed");
    api.clock.advance(1_000);
    const next = await api.call("POST /api/v1/executions", { body: { planId: "two-waves", executionType: "recovery" } });
    await api.call(`PUT /api/v1/executions/${next.body.executionId}/cancel`);
    await api.leases.release(next.body.executionId);
    expect(await post("redrive", { body })).toMatchObject({
      status: 409,
      body: { code: "execution.superseded", details: { successor: next.body.executionId } },
    });
    expect(await holdersOf(api.leases, ["RES#rds-cluster:123456789012:eu-central-1:c1"])).toEqual(new Map());
    expect(await post("redrive", { body: { ...body, force: true } })).toMatchObject({ status: 200, body: { status: "in_progress" } });
  });

  test("is refused while another execution has the plan, and takes nothing then", async () => {
    const { post, executionId, ...api } = await running();
    await answerTask({ ...api }, executionId, "w1-database", "failed");
    const next = await api.call("POST /api/v1/executions", { body: { planId: "two-waves", executionType: "recovery" } });
    expect(next.status).toBe(202);
    expect(await post("redrive", { body })).toMatchObject({
      status: 409,
      body: {
        code: "execution.plan_already_active",
        details: {
          executionId: next.body.executionId,
          next: { executionId: next.body.executionId, waitingFor: "planning", why: "its plan is being resolved" },
        },
      },
    });
    expect(await holdersOf(api.leases, ["RES#rds-cluster:123456789012:eu-central-1:c1"])).toEqual(new Map());
  });

  test.each(["redrive", "rollback"])("a %s waits for a drill, which gives way; a second one hears of the first", async (verb) => {
    const { post, executionId, ...api } = await running();
    await answerTask({ ...api }, executionId, "w1-database", "completed");
    await api.call(`PUT /api/v1/executions/${executionId}/cancel`);
    await api.leases.release(executionId);
    await api.leases.releaseKeys(["PLAN#two-waves"], executionId);
    const drill = (await api.call("POST /api/v1/executions", { body: { planId: "two-waves", executionType: "drill" } })).body.executionId;
    const queued = await post(verb, { body });
    expect(queued).toMatchObject({
      status: 200,
      body: {
        status: "queued",
        next: {
          waitingFor: "resources",
          why: `drill ${drill} has plan two-waves, since 2026-11-23T04:00:00.000Z; a drill is cancelled for a recovery`,
          since: api.clock.nowIso(),
        },
      },
    });
    expect(await holdersOf(api.leases, ["PLAN#two-waves", "NEXT#PLAN#two-waves"])).toEqual(
      new Map([
        ["PLAN#two-waves", drill],
        ["NEXT#PLAN#two-waves", executionId],
      ]),
    );
    const other = await api.call("POST /api/v1/executions", { body: { planId: "two-waves", executionType: "recovery" } });
    expect(other).toMatchObject({ status: 409, body: { details: { executionId, next: { waitingFor: "resources" } } } });
  });

  test("what runs, or is on its way to its end, cannot be redriven; what was cancelled can", async () => {
    const { post, put, executionId, ...api } = await running();
    expect(await post("redrive", { body })).toMatchObject({ status: 409, body: { code: "execution.not_redrivable" } });
    await put("cancel");
    expect(await post("redrive", { body })).toMatchObject({ status: 409, body: { details: { status: "cancelling" } } });
    await answerTask({ ...api }, executionId, "w1-database", "completed");
    await api.leases.releaseKeys(["PLAN#two-waves"], executionId);
    expect(await post("redrive", { body })).toMatchObject({ status: 200, body: { status: "paused" } });
    expect(await holdersOf(api.leases, ["PLAN#two-waves"])).toEqual(new Map([["PLAN#two-waves", executionId]]));
  });
});

test.each(["pause", "resume", "cancel"])("%s of an unknown execution is 404", async (verb) => {
  expect(await createTestApi().call(`PUT /api/v1/executions/exec-none/${verb}`)).toMatchObject({
    status: 404,
    body: { code: "execution.not_found" },
  });
});
