// The same event twice, thrice, and from an attempt that is over, put on the running bus as EventBridge's API takes it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { afterAll, expect, it } from "vitest";
import { adapterSource, dataSchemaUri, type Envelope } from "@dr/events";
import type { SpawnedRuntime } from "@dr/local";
import { chainPlan } from "../support/plans.ts";
import { appliedEffects, createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";

const data = createDataFolder();
const trace = join(data.path, "trace.jsonl");
let runtime: SpawnedRuntime | undefined;
afterAll(async () => {
  await runtime?.stop();
  data.remove();
});

interface Traced extends Pick<Envelope, "id" | "type" | "time" | "subject" | "data"> {
  readonly kind: string;
  readonly target?: string;
}
const traced = (): Traced[] =>
  readFileSync(trace, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Traced);

async function putAgain({ ready }: SpawnedRuntime, { id, type, time, subject, data: said }: Traced, copies: number): Promise<void> {
  const client = new EventBridgeClient({
    endpoint: ready.aws.events,
    region: ready.region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const source = adapterSource("database");
  const detail: Envelope = {
    specversion: "1.0",
    id,
    source,
    type,
    time,
    subject,
    dataschema: dataSchemaUri(type, 1),
    correlationid: subject,
    causationid: id,
    epoch: 0,
    schemaversion: 1,
    actor: "service:adapter-database",
    data: said,
  };
  const entry = { EventBusName: "dr-orchestration", Source: source, DetailType: type, Detail: JSON.stringify(detail) };
  const answer = await client.send(new PutEventsCommand({ Entries: Array.from({ length: copies }, () => entry) }));
  expect(answer.FailedEntryCount).toBe(0);
  client.destroy();
}

it("changes nothing: no event, no effect, no second wave", { timeout: 120_000 }, async () => {
  const started = await startRuntime(data.path, ["--speed", "600", "--trace", trace]);
  runtime = started;
  const plan = chainPlan("twice", 2);
  const [first, second] = plan["waves"] as Record<string, unknown>[];
  await savePlan(started.as("DRPlanManager"), { ...plan, waves: [{ ...first, pauseAfterWave: true }, second] });
  const operator = started.as("DROperator");
  const executionId = await startExecution(operator, { planId: plan.planId, executionType: "recovery" });
  await untilStatus(operator, executionId, ["paused"]);
  const events = async (): Promise<unknown[]> =>
    (await operator<{ events: unknown[] }>({ method: "GET", path: `/api/v1/executions/${executionId}/events` })).body.events;

  const answer = await waitFor("the adapter's answer in the trace", async () =>
    traced().find(({ kind, type }) => kind === "bus" && type === "TechnologyCompleted"),
  );
  const before = await events();
  await putAgain(started, answer, 3);
  await waitFor("three more deliveries to the planner", async () => {
    const deliveries = traced().filter(({ kind, id, target }) => kind === "delivery" && id === answer.id && target === "dr-planner-facts");
    return deliveries.length >= 4 ? true : undefined;
  });
  await operator({ method: "PUT", path: `/api/v1/executions/${executionId}/resume` });
  expect((await untilStatus(operator, executionId, ["completed", "failed"])).status).toBe("completed");

  // Whatever the copies had led to would stand between the pause and the resume, or come after the end.
  const after = (await events()) as { type: string }[];
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.slice(before.length).map(({ type }) => type)).toEqual([
    "ExecutionResumed",
    "ReadinessRequested",
    "ReadinessReported",
    "WaveStarted",
    "TechnologyStarted",
    "TechnologyCompleted",
    "WaveCompleted",
    "ExecutionCompleted",
  ]);
  expect((await appliedEffects(started.ready.endpoint)).map(({ action, resources }) => [action, resources[0]])).toEqual([
    ["FailoverDBCluster", "aurora-twice-1"],
    ["FailoverDBCluster", "aurora-twice-2"],
  ]);
});
