// A pause outlives the process that began it.
import { afterAll, expect, it } from "vitest";
import { chainPlan } from "../../support/plans.ts";
import { createDataFolder, getExecution, savePlan, startExecution, startRuntime, untilStatus } from "../../support/runtime.ts";

const data = createDataFolder();
afterAll(() => data.remove());

it("keeps a paused execution paused across a kill", { timeout: 120_000 }, async () => {
  const plan = { ...chainPlan("paused", 2) };
  const [wave1, wave2] = plan["waves"] as Record<string, unknown>[];
  const first = await startRuntime(data.path, ["--speed", "600"]);
  await savePlan(first.as("DRPlanManager"), { ...plan, waves: [{ ...wave1, pauseAfterWave: true }, wave2] });
  const executionId = await startExecution(first.as("DROperator"), { planId: plan.planId, executionType: "recovery" });
  const before = await untilStatus(first.as("DROperator"), executionId, ["paused"]);
  await first.kill();

  const second = await startRuntime(data.path, ["--speed", "600"]);
  const after = await getExecution(second.as("DROperator"), executionId);
  expect(after.pause).toEqual(before.pause);
  const resumed = await second.as("DROperator")({ method: "PUT", path: `/api/v1/executions/${executionId}/resume` });
  expect(resumed.status).toBe(200);
  const ended = await untilStatus(second.as("DROperator"), executionId, ["completed", "failed"]);
  expect(await second.stop()).toBe(0);
  expect(ended.status).toBe("completed");
});
