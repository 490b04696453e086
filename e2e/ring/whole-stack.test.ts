// plans/whole-stack.yaml on one machine: databases, SQL Server, ONTAP, EFS, S3 with CloudFront, servers, application and DNS, rehearsed, then with us-east-1 lost.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { SpawnedRuntime } from "@dr/local";
import { loseRegion } from "../support/lose-region.ts";
import {
  appliedEffects,
  createDataFolder,
  savePlan,
  startExecution,
  startRuntime,
  untilStatus,
  type ExecutionView,
} from "../support/runtime.ts";

const plan: unknown = parse(readFileSync(join(import.meta.dirname, "../../plans/whole-stack.yaml"), "utf8"));
const data = createDataFolder();
let runtime: SpawnedRuntime;
beforeAll(async () => {
  runtime = await startRuntime(data.path, ["--speed", "60"]);
  await savePlan(runtime.as("DRPlanManager"), plan);
}, 60_000);
afterAll(async () => {
  await runtime.stop();
  data.remove();
});

/** What only a recovery does. */
const REAL = ["ForcedFailover", "BreakSnapMirror", "FailoverGlobalCluster", "DeleteReplicationConfiguration", "UpdateDistribution"];

it.each([
  ["a drill", { executionType: "drill" }],
  ["an unplanned failover, us-east-1 lost", { executionType: "recovery", mode: "unplanned" }],
])("%s", { timeout: 300_000 }, async (_name, body) => {
  if (body.executionType !== "drill") await loseRegion(runtime.ready.endpoint, "us-east-1");
  const operator = runtime.as("DROperator");
  const executionId = await startExecution(operator, { planId: "whole-stack", ...body });
  const ended = await untilStatus(operator, executionId, ["completed", "failed", "paused", "rolled_back"], 240_000);
  expect([ended.status, failures(ended)]).toEqual(["completed", []]);
  const actions = (await appliedEffects(runtime.ready.endpoint)).map(({ action }) => action);
  const isDrill = body.executionType === "drill";
  expect(REAL.filter((action) => actions.includes(action))).toEqual(isDrill ? [] : REAL);
});

/** What failed, in the words of the adapter. */
const failures = ({ waves }: ExecutionView): readonly string[] =>
  waves
    .flatMap(({ technologies }) => technologies as readonly { failure?: { message: string } }[])
    .flatMap(({ failure }) => failure?.message ?? []);
