// Fifty executions at once: all complete, none mixed up, each effect once.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { chainPlan } from "../support/plans.ts";
import { appliedEffects, createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";

const data = createDataFolder();
let runtime: SpawnedRuntime;
beforeAll(async () => {
  runtime = await startRuntime(data.path, ["--speed", "600"]);
}, 30_000);
afterAll(async () => {
  await runtime.stop();
  data.remove();
});

it("runs fifty executions at once", { timeout: 180_000 }, async () => {
  const planner = runtime.as("DRPlanManager");
  const operator = runtime.as("DROperator");
  const names = Array.from({ length: 50 }, (_, index) => `m${String(index).padStart(2, "0")}`);
  await Promise.all(names.map((name) => savePlan(planner, chainPlan(name, 2))));
  const ids = await Promise.all(names.map((name) => startExecution(operator, { planId: `chain-${name}`, executionType: "recovery" })));
  const ended = await Promise.all(ids.map((id) => untilStatus(operator, id, ["completed", "failed", "cancelled"], 150_000)));

  expect(ended.map((execution) => execution.status)).toEqual(names.map(() => "completed"));
  expect(ended.map((execution) => execution["planId"])).toEqual(names.map((name) => `chain-${name}`));
  const failovers = (await appliedEffects(runtime.ready.endpoint)).filter((effect) => effect.action === "FailoverDBCluster");
  const perCluster = names.flatMap((name) =>
    [1, 2].map((wave) => failovers.filter((effect) => effect.resources.includes(`aurora-${name}-${wave}`)).length),
  );
  expect(perCluster).toEqual(perCluster.map(() => 1));
});
