// plans/whole-stack.yaml on one machine: databases, SQL Server, ONTAP, servers, application and DNS, rehearsed and then for real.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { SpawnedRuntime } from "@dr/local";
import { appliedEffects, createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";

const plan: unknown = parse(readFileSync(join(import.meta.dirname, "../../plans/whole-stack.yaml"), "utf8"));
const data = createDataFolder();
let runtime: SpawnedRuntime;
beforeAll(async () => {
  runtime = await startRuntime(data.path, ["--speed", "600"]);
  await savePlan(runtime.as("DRPlanManager"), plan);
}, 60_000);
afterAll(async () => {
  await runtime.stop();
  data.remove();
});

it.each([
  ["a drill", { executionType: "drill" }],
  ["an unplanned failover", { executionType: "recovery", mode: "unplanned" }],
])("%s", { timeout: 300_000 }, async (_name, body) => {
  const operator = runtime.as("DROperator");
  const executionId = await startExecution(operator, { planId: "whole-stack", ...body });
  const ended = await untilStatus(operator, executionId, ["completed", "failed", "paused", "rolled_back"], 240_000);
  expect(ended.status).toBe("completed");
  const actions = (await appliedEffects(runtime.ready.endpoint)).map(({ action }) => action);
  const isDrill = body.executionType === "drill";
  for (const action of ["ForcedFailover", "BreakSnapMirror", "FailoverGlobalCluster"]) expect(actions.includes(action)).toBe(!isDrill);
});
