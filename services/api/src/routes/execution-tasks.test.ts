import { expect, test } from "vitest";
import { createMemoryEventLog } from "@dr/event-log";
import { createTestApi } from "../../test/api.ts";
import { answerTask, planAndRun, twoWaves } from "../../test/plans.ts";

/** An execution that pauses because its first task failed. */
async function pausedOnFailure(overrides: Parameters<typeof createTestApi>[0] = {}) {
  const api = createTestApi(overrides);
  await api.call("POST /api/v1/plans", { body: { ...twoWaves, onFailure: "pause" } });
  const started = await api.call("POST /api/v1/executions", { body: { planId: "two-waves", executionType: "recovery" } });
  const { executionId } = started.body;
  await planAndRun(api, executionId);
  await answerTask(api, executionId, "w1-database", "failed");
  const send = (verb: string, headers: Readonly<Record<string, string>> = {}) =>
    api.call(`POST /api/v1/executions/${executionId}/tasks/w1-database/${verb}`, {
      role: "DROperator",
      body: { reason: "as agreed" },
      headers,
    });
  const view = async () => (await api.call(`GET /api/v1/executions/${executionId}`)).body;
  return { ...api, executionId, send, view };
}

test("a failed task is tried again", async () => {
  const { send, view } = await pausedOnFailure();
  expect(await view()).toMatchObject({ status: "paused", pause: { reason: "on_failure" } });
  expect((await send("retry")).status).toBe(200);
  expect((await view()).waves[0].technologies[0]).toMatchObject({ taskId: "w1-database", status: "requested", attempt: 2 });
});

test("a failed task is left out", async () => {
  const { send, view } = await pausedOnFailure();
  expect((await send("skip")).status).toBe(200);
  const after = await view();
  expect(after.waves[0].technologies[0].status).toBe("skipped");
  expect(after.skippedTasks).toEqual(["w1-database"]);
});

test("a command whose answer was lost is not carried out again by its repeat", async () => {
  const log = createMemoryEventLog();
  let lose = false;
  const append: typeof log.append = async (request) => {
    const result = await log.append(request);
    if (lose) throw new Error("connection reset");
    return result;
  };
  const { send, view, executionId } = await pausedOnFailure({ log: { ...log, append } });
  lose = true;
  expect((await send("retry", { "idempotency-key": "k" })).status).toBe(500);
  lose = false;
  const { length } = await log.read(`EXEC#${executionId}`);
  expect(await send("retry", { "idempotency-key": "k" })).toMatchObject({ status: 200, body: { status: "paused" } });
  expect(await log.read(`EXEC#${executionId}`)).toHaveLength(length);
  expect((await view()).waves[0].technologies[0].attempt).toBe(2);
});
