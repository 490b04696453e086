import { expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { answerTask, planAndRun, twoWaves } from "../../test/plans.ts";

/** An execution that pauses because its first task failed. */
async function pausedOnFailure() {
  const api = createTestApi();
  await api.call("POST /api/v1/plans", { body: { ...twoWaves, onFailure: "pause" } });
  const started = await api.call("POST /api/v1/executions", { body: { planId: "two-waves", executionType: "recovery" } });
  const { executionId } = started.body;
  await planAndRun(api, executionId);
  await answerTask(api, executionId, "w1-database", "failed");
  const send = (verb: string) =>
    api.call(`POST /api/v1/executions/${executionId}/tasks/w1-database/${verb}`, { role: "DROperator", body: { reason: "as agreed" } });
  const view = async () => (await api.call(`GET /api/v1/executions/${executionId}`)).body;
  return { send, view };
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
