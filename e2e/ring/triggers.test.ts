// One disaster, told by a rule of the bus, by an alarm on the bus and by the topic of that alarm, all at once: it starts one execution, which waits for a person.
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SignedClient, SpawnedRuntime } from "@dr/local";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chainPlan } from "../support/plans.ts";
import { appliedEffects, createDataFolder, getExecution, savePlan, startRuntime, untilStatus } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";

const data = createDataFolder();
const plan = chainPlan("trigger", 1);
const { planId } = plan;
let runtime: SpawnedRuntime;
let admin: SignedClient;
let bus: EventBridgeClient;

beforeAll(async () => {
  runtime = await startRuntime(data.path, ["--speed", "600"], { DR_TRIGGER_ALARMS: `primary-down=${planId}` });
  admin = runtime.as("DROrchestrationAdmin");
  const { ready } = runtime;
  bus = new EventBridgeClient({
    endpoint: ready.aws.events,
    region: ready.region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await savePlan(admin, plan);
}, 60_000);
afterAll(async () => {
  bus.destroy();
  await runtime.stop();
  data.remove();
});

interface Told {
  readonly outcome?: string;
  readonly statusCode?: number;
  readonly body?: string;
  readonly errorMessage?: string;
}

async function invoke(event: unknown): Promise<Told> {
  const url = `${runtime.ready.aws.lambda}/2015-03-31/functions/dr-orchestration-trigger/invocations`;
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(event) });
  return (await answer.json()) as Told;
}

async function put(source: string, type: string, detail: object): Promise<void> {
  const entry = { EventBusName: "dr-orchestration", Source: source, DetailType: type, Detail: JSON.stringify(detail) };
  const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries: [entry] }));
  expect(FailedEntryCount).toBe(0);
}

/** Nobody but AWS puts events of AWS; a rule of the default bus brings them, and the platform's own rule puts them into this queue. */
async function deliver(source: string, type: string, detail: object): Promise<void> {
  const { ready } = runtime;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const sqs = new SQSClient({ endpoint: ready.aws.sqs, region: ready.region, credentials });
  const event = { version: "0", id: "e1", time: "2026-11-29T01:00:05Z", source, "detail-type": type, detail };
  await sqs.send(new SendMessageCommand({ QueueUrl: `${ready.aws.sqs}/000000000000/trigger-events`, MessageBody: JSON.stringify(event) }));
  sqs.destroy();
}

const disaster = { severity: "CRITICAL", environment: "production", planId, disasterId: "loss-of-eu-central-1" };
const alarm = { alarmName: "primary-down", state: { value: "ALARM", timestamp: "2026-11-29T01:00:00.123+0000" } };
const topic = (message: object) => ({
  Records: [{ EventSource: "aws:sns", Sns: { MessageId: "m1", Timestamp: "2026-11-29T01:00:06.000Z", Message: JSON.stringify(message) } }],
});
const alarmMessage = { AlarmName: "primary-down", NewStateValue: "ALARM", StateChangeTime: "2026-11-29T01:00:00.123+0000" };

async function executions(): Promise<readonly { executionId: string; requestedBy: string }[]> {
  const { body } = await admin<{ executions: { executionId: string; requestedBy: string }[] }>({
    method: "GET",
    path: `/api/v1/executions?planId=${planId}`,
  });
  return body.executions;
}

it("starts one recovery for all tellings of one disaster, also for those that come when it is over", { timeout: 120_000 }, async () => {
  const tellings = () =>
    Promise.all([
      put("custom.monitoring", "Disaster Detected", disaster),
      put("custom.monitoring", "Disaster Detected", disaster),
      deliver("aws.cloudwatch", "CloudWatch Alarm State Change", alarm),
      invoke(topic(alarmMessage)),
      invoke(topic(alarmMessage)),
    ]);
  await tellings();
  const [first] = await waitFor("an execution", async () => ((await executions()).length > 0 ? executions() : undefined));
  if (!first) throw new Error("nothing was started");
  const waiting = await untilStatus(admin, first.executionId, ["paused"]);
  expect([waiting.executionType, waiting.mode, first.requestedBy]).toEqual([
    "recovery",
    "unplanned",
    "arn:aws:sts::000000000000:assumed-role/DRSOrchestrationTrigger/dr-orchestration-trigger",
  ]);
  // Nothing is done before a person says so.
  expect(await appliedEffects(runtime.ready.endpoint)).toEqual([]);
  await tellings();
  expect((await executions()).map(({ executionId }) => executionId)).toEqual([first.executionId]);
  const { nextActions } = waiting.next as { nextActions: { action: string; path: string; body: unknown }[] };
  const approve = nextActions.find(({ action }) => action === "approve");
  await runtime.as("DRRecoveryManager")({ method: "POST", path: approve?.path ?? "", body: approve?.body });
  await untilStatus(admin, first.executionId, ["completed"]);
  const later = await invoke(topic(alarmMessage));
  expect([later.outcome, later.statusCode]).toEqual(["already", 200]);
  expect(JSON.parse(later.body ?? "")).toMatchObject({ planId, statusUrl: expect.stringContaining("/status") });
  expect((await executions()).map(({ executionId }) => executionId)).toEqual([first.executionId]);
  expect((await getExecution(admin, first.executionId)).status).toBe("completed");
});

it("answers the repeat of an order by what the first one started, and refuses a misspelt one", { timeout: 60_000 }, async () => {
  const order = { planId, executionType: "drill", causeId: "change-4711" };
  const first = await invoke(order);
  const { executionId } = JSON.parse(first.body ?? "") as { executionId: string };
  expect([first.outcome, first.statusCode]).toEqual(["started", 202]);
  await untilStatus(admin, executionId, ["completed"]);
  const again = await invoke(order);
  expect([again.outcome, (JSON.parse(again.body ?? "") as { executionId: string }).executionId]).toEqual(["already", executionId]);
  const { errorMessage } = await invoke({ planId, executionTyp: "recovery" });
  expect(errorMessage).toContain("unknown field `executionTyp`; did you mean `executionType`?");
});
