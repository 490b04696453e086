// Fifty executions at once: all complete, none mixed up, each effect once.
import { expect, it } from "vitest";
import { chainPlan } from "../support/plans.ts";
import { appliedEffects, savePlan, startExecution, untilStatus } from "../support/runtime.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

const runtime = runtimeOfFile(["--speed", "600"]);

it("runs fifty executions at once", { timeout: 180_000 }, async () => {
  const planner = runtime().as("DRPlanManager");
  const operator = runtime().as("DROperator");
  const names = Array.from({ length: 50 }, (_, index) => `m${String(index).padStart(2, "0")}`);
  await Promise.all(names.map((name) => savePlan(planner, chainPlan(name, 2))));
  const ids = await Promise.all(names.map((name) => startExecution(operator, { planId: `chain-${name}`, executionType: "recovery" })));
  const ended = await Promise.all(ids.map((id) => untilStatus(operator, id, ["completed", "failed", "cancelled"], 150_000)));

  expect(ended.map((execution) => execution.status)).toEqual(names.map(() => "completed"));
  expect(ended.map((execution) => execution["planId"])).toEqual(names.map((name) => `chain-${name}`));
  const failovers = (await appliedEffects(runtime().ready.endpoint)).filter((effect) => effect.action === "FailoverDBCluster");
  const perCluster = names.flatMap((name) =>
    [1, 2].map((wave) => failovers.filter((effect) => effect.resources.includes(`aurora-${name}-${wave}`)).length),
  );
  expect(perCluster).toEqual(perCluster.map(() => 1));
});
