// plans/whole-stack.yaml on one machine: databases, SQL Server, ONTAP, EFS, S3 with CloudFront, servers, application and DNS, rehearsed, then with us-east-1 lost.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { loseRegion } from "../support/lose-region.ts";
import { appliedEffects, failuresOf, savePlan, startExecution, untilStatus } from "../support/runtime.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

const plan: unknown = parse(readFileSync(join(import.meta.dirname, "../../plans/whole-stack.yaml"), "utf8"));
const runtime = runtimeOfFile(["--speed", "60"]);
beforeAll(() => savePlan(runtime().as("DRPlanManager"), plan), 60_000);

/** What only a recovery does. */
const REAL = ["ForcedFailover", "BreakSnapMirror", "FailoverGlobalCluster", "DeleteReplicationConfiguration", "UpdateDistribution"];

it.each([
  ["a drill", { executionType: "drill" }],
  ["an unplanned failover, us-east-1 lost", { executionType: "recovery", mode: "unplanned" }],
])("%s", { timeout: 300_000 }, async (_name, body) => {
  if (body.executionType !== "drill") await loseRegion(runtime().ready.endpoint, "us-east-1");
  const operator = runtime().as("DROperator");
  const executionId = await startExecution(operator, { planId: "whole-stack", ...body });
  const ended = await untilStatus(operator, executionId, ["completed", "failed", "paused", "rolled_back"], 240_000);
  expect([ended.status, failuresOf(ended)]).toEqual(["completed", []]);
  const actions = (await appliedEffects(runtime().ready.endpoint)).map(({ action }) => action);
  const isDrill = body.executionType === "drill";
  expect(REAL.filter((action) => actions.includes(action))).toEqual(isDrill ? [] : REAL);
});
