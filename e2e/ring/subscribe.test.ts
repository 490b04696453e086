// docs/how-to/subscribe.md as it stands: another team's rule and queue on the running bus, which outlive a restart.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, it } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { chainPlan } from "../support/plans.ts";
import { createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";

const run = promisify(execFile);
const data = createDataFolder();
let runtime: SpawnedRuntime | undefined;
afterEach(async () => {
  await runtime?.stop();
  data.remove();
});

const page = readFileSync(join(import.meta.dirname, "../../docs/how-to/subscribe.md"), "utf8");
const [subscribe = "", receive = ""] = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map((match) => match[1]);
const bash = async (script: string): Promise<string> => (await run("bash", ["-e", "-c", script], { cwd: data.path })).stdout;

async function start(): Promise<SpawnedRuntime> {
  const started = await startRuntime(data.path, ["--speed", "600"]);
  writeFileSync(join(data.path, "ready.json"), JSON.stringify(started.ready));
  return started;
}

it("gets one message when an execution ends, also after a restart", { timeout: 120_000 }, async () => {
  runtime = await start();
  const made = await bash(subscribe);
  expect(made).toContain('"RuleArn":"arn:aws:events:us-east-1:000000000000:rule/dr-orchestration/audit-ends"');
  expect(made).toContain('"FailedEntryCount":0');
  await runtime.stop();
  runtime = await start();
  const plan = chainPlan("subscribed", 1);
  await savePlan(runtime.as("DRPlanManager"), plan);
  const executionId = await startExecution(runtime.as("DROperator"), { planId: plan.planId, executionType: "recovery" });
  await untilStatus(runtime.as("DROperator"), executionId, ["completed"]);
  const functions = subscribe.slice(0, subscribe.indexOf('call "$(at sqs)"'));
  const received = await bash(`${functions}${receive}`);
  const { Messages } = JSON.parse(received) as { Messages: { Body: string }[] };
  expect(Messages.map(({ Body }) => JSON.parse(Body) as unknown)).toEqual([
    expect.objectContaining({ "detail-type": "ExecutionCompleted", detail: expect.objectContaining({ subject: executionId }) }),
  ]);
});
