// Killing the runtime mid-wave and starting it again: the execution completes and every effect happened once.
import { afterAll, describe, expect, it } from "vitest";
import { chainPlan, threeWavePlan } from "../support/plans.ts";
import { appliedEffects, createDataFolder, getExecution, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";

const data = createDataFolder();
afterAll(() => data.remove());

// The journal position at which the process is killed: from right after the request to just before the end.
const killAfterEvents = [1, 3, 4, 5, 6, 8, 9, 10, 12, 13];

describe("SIGKILL mid-wave", () => {
  it.each(killAfterEvents)("after event %i of the execution", { timeout: 120_000 }, async (events) => {
    const plan = threeWavePlan(`kill${events}`);
    const first = await startRuntime(data.path, ["--speed", "120"]);
    await savePlan(first.as("DRPlanManager"), plan);
    const operator = first.as("DROperator");
    const executionId = await startExecution(operator, { planId: plan.planId, executionType: "recovery" });
    await waitFor(
      `event ${events}`,
      async () => {
        const page = await operator<{ events: unknown[] }>({
          method: "GET",
          path: `/api/v1/executions/${executionId}/events?after=${events - 1}`,
        });
        return page.body.events.length > 0 ? true : undefined;
      },
      { everyMs: 10 },
    );
    await first.kill();

    const second = await startRuntime(data.path, ["--speed", "120"]);
    const ended = await untilStatus(second.as("DRReadOnly"), executionId, ["completed", "failed", "cancelled"]);
    const effects = (await appliedEffects(second.ready.endpoint)).filter((effect) =>
      effect.resources.some((resource) => resource.includes(`kill${events}`) || resource.includes(`KILL${events}`)),
    );
    await second.stop();

    expect(ended.status).toBe("completed");
    expect(effects.map((effect) => effect.action).toSorted()).toEqual([
      "ChangeResourceRecordSets",
      "FailoverDBCluster",
      "RebootDBInstance",
      "StartRecovery",
    ]);
  });
});

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
