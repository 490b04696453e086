// A Region is lost with its buses, queues and timers; what is left is the log. Another one takes over by the command line.
import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { executionDecider } from "@dr/domain";
import { createCommandHandler, createDynamoEventLog, eventLogTable, LEADERSHIP_STREAM, leadershipDecider } from "@dr/event-log";
import { localDocuments } from "@dr/event-log/testing";
import { newUuid, systemClock } from "@dr/runtime";
import { afterEach, beforeEach, expect, it } from "vitest";
import { chainPlan } from "../support/plans.ts";
import { appliedEffects, createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";
import type { SpawnedRuntime } from "@dr/local";

const run = promisify(execFile);
const dr = join(import.meta.dirname, "../../packages/cli/src/main.ts");
const speed = ["--speed", "120"];

let data: ReturnType<typeof createDataFolder>;
let running: SpawnedRuntime | undefined;
beforeEach(() => {
  data = createDataFolder();
});
afterEach(async () => {
  await running?.stop();
  data.remove();
});

async function takeOver({ ready }: SpawnedRuntime, epoch?: number): Promise<unknown> {
  const { accessKeyId = "", secretAccessKey = "" } = ready.credentials["DRRecoveryManager"] ?? {};
  const env = { ...process.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  const args = [
    "takeover",
    "--endpoint",
    ready.endpoint,
    "--reason",
    "the Region is gone",
    "--json",
    ...(epoch === undefined ? [] : ["--epoch", String(epoch)]),
  ];
  const { stdout } = await run(process.execPath, ["--disable-warning=ExperimentalWarning", dr, ...args], { env });
  return JSON.parse(stdout);
}

/** What the API of another Region does: it takes the lead, and the execution. */
async function takeOverFromElsewhere({ ready }: SpawnedRuntime, executionId: string): Promise<void> {
  const log = createDynamoEventLog({ documents: localDocuments(ready.aws.dynamodb), tableName: eventLogTable.name });
  const deps = { log, clock: systemClock, newCommitId: newUuid, jitter: Math.random };
  const context = { actor: "dan", correlationId: "take-over", causationId: "take-over", epoch: 1 };
  const taking = { epoch: 1, region: "us-west-2", reason: "the Region is gone", now: systemClock.nowIso() };
  const leadership = createCommandHandler({ ...deps, decider: leadershipDecider, toStreamId: () => LEADERSHIP_STREAM });
  await leadership.handle("platform", taking, context);
  const executions = createCommandHandler({ ...deps, decider: executionDecider, toStreamId: (id) => `EXEC#${id}` });
  const actor = { principal: "dan", person: "dan", role: "DRRecoveryManager" };
  await executions.handle(executionId, { type: "TakeOver", ...taking, actor }, context);
}

interface TraceEntry {
  readonly kind: string;
  readonly type: string;
  readonly target?: string;
}
interface Recorded {
  readonly events: readonly {
    type: string;
    epoch: number;
    data: { taskId?: string; operationId?: string; task?: { operationId: string } };
  }[];
}
const eventsOf = async (runtime: SpawnedRuntime, executionId: string): Promise<Recorded["events"]> =>
  (await runtime.as("DRReadOnly")<Recorded>({ method: "GET", path: `/api/v1/executions/${executionId}/events` })).body.events;

async function startMidWave(runtime: SpawnedRuntime, name: string): Promise<string> {
  const plan = chainPlan(name, 2);
  await savePlan(runtime.as("DRPlanManager"), plan);
  const executionId = await startExecution(runtime.as("DROperator"), { planId: plan.planId, executionType: "recovery" });
  await waitFor("the first task under way", async () =>
    (await eventsOf(runtime, executionId)).some(({ type }) => type === "TechnologyStarted") ? true : undefined,
  );
  return executionId;
}

it("a Region that takes over asks again with the same operation ids, and every effect happens once", { timeout: 120_000 }, async () => {
  const lost = await startRuntime(data.path, speed);
  const executionId = await startMidWave(lost, "takeover");
  await lost.kill();
  rmSync(join(data.path, "sqs"), { recursive: true });

  running = await startRuntime(data.path, speed);
  expect(await takeOver(running, 1)).toMatchObject({
    epoch: 1,
    complete: true,
    takenOver: 1,
    results: [{ executionId, outcome: "taken_over" }],
  });
  expect((await untilStatus(running.as("DRReadOnly"), executionId, ["completed", "failed"])).status).toBe("completed");

  const events = await eventsOf(running, executionId);
  const taken = events.findIndex(({ type }) => type === "LeadershipTaken");
  expect([...new Set(events.slice(0, taken).map(({ epoch }) => epoch))]).toEqual([0]);
  expect([...new Set(events.slice(taken).map(({ epoch }) => epoch))]).toEqual([1]);
  const started = events.find(({ type }) => type === "TechnologyStarted");
  const askedAgain = events.find(({ type }) => type === "TechnologyRetryRequested");
  expect(askedAgain?.data.task?.operationId).toBe(started?.data.operationId);
  const effects = await appliedEffects(running.ready.endpoint);
  expect(effects.map(({ action }) => action)).toEqual(["FailoverDBCluster", "FailoverDBCluster"]);
  expect(new Set(effects.map(({ resources }) => resources.join())).size).toBe(2);
});

it("a Region that lost the lead records nothing; it takes the lead back and goes on where it stood", { timeout: 120_000 }, async () => {
  const trace = join(data.path, "trace.jsonl");
  running = await startRuntime(data.path, [...speed, "--trace", trace]);
  const executionId = await startMidWave(running, "stale");
  await takeOverFromElsewhere(running, executionId);
  await waitFor("the adapter's answer at the planner that does not lead", async () => {
    const lines = readFileSync(trace, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as TraceEntry);
    return lines.find(({ kind, type, target }) => kind === "delivery" && type === "TechnologyCompleted" && target === "dr-planner-facts");
  });
  const after = await eventsOf(running, executionId);
  expect(after.slice(after.findIndex(({ type }) => type === "LeadershipTaken")).map(({ type }) => type)).toEqual([
    "LeadershipTaken",
    "TechnologyRetryRequested",
  ]);

  expect(await takeOver(running)).toMatchObject({ epoch: 2, region: "us-east-1", complete: true, takenOver: 1 });
  expect((await untilStatus(running.as("DRReadOnly"), executionId, ["completed", "failed"])).status).toBe("completed");
  expect((await appliedEffects(running.ready.endpoint)).map(({ action }) => action)).toEqual(["FailoverDBCluster", "FailoverDBCluster"]);
});
