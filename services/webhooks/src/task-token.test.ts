// Tasks of Step Functions that wait for an execution: what they are told, once, and that the token is nowhere but in the call itself.
import { createMemoryStores, createPump, TASK_TOKEN, toCallbackReceiver, type Answer, type OutboundRequest } from "@dr/delivery";
import { newLane, pumpParts, sampleEvent } from "@dr/delivery/testing";
import { createVirtualClock } from "@dr/runtime";
import { beforeEach, expect, test } from "vitest";
import { createHeartbeat, waiting } from "./heartbeat.ts";
import { taskTokenIntegration } from "./task-token-integration.ts";

const NOON = "2026-11-28T12:00:00.000Z";
const TOKEN = "AQCEAAAAKgAAAAMAAAAA-the-token";
const platformKey = "a key of the platform that is long enough";
const answered = (status: number, body = ""): Answer => ({ status, headers: {}, body, latencyMs: 1 });

let stores: ReturnType<typeof createMemoryStores>;
let clock: ReturnType<typeof createVirtualClock>;
let sent: OutboundRequest[];
let answers: Answer[];
const send = (request: OutboundRequest): Promise<Answer> => {
  sent.push(request);
  return Promise.resolve(answers.shift() ?? answered(200));
};
const pump = () =>
  createPump({
    ...pumpParts(stores, clock),
    integrations: new Map([[TASK_TOKEN, taskTokenIntegration({ platformKey })]]),
    send,
  })("cb-e#e", { workerId: "w", remainingMs: () => 60_000, logger: { warn: () => undefined } });
const heartbeat = () =>
  createHeartbeat({
    receivers: stores.receivers,
    records: stores.records,
    send,
    readKey: async () => platformKey,
    clock,
    newId: () => "1",
  })("cb-e");
const arrive = async (type: string, data: Record<string, unknown> = {}): Promise<void> => {
  const event = sampleEvent("e", 2, clock.nowIso());
  await stores.events.add(sampleEvent("e", 1, clock.nowIso()));
  await stores.events.add({ ...event, envelope: { ...event.envelope, type, data } });
  await stores.lanes.wake(newLane("cb-e", "e", clock.nowIso()));
};
const saidOf = (request: OutboundRequest | undefined): Record<string, string> =>
  JSON.parse(request?.body ?? "{}") as Record<string, string>;
const outcomes = async () => (await stores.records.list("cb-e", { limit: 9 })).map(({ outcome, reason }) => [outcome, reason]);

beforeEach(async () => {
  stores = createMemoryStores();
  clock = createVirtualClock(NOON);
  [sent, answers] = [[], []];
  await stores.receivers.put(toCallbackReceiver("e", { taskToken: TOKEN, region: "eu-west-1" }, { platformKey, nowIso: NOON }));
});

test("the token does not lie open in any store", async () => {
  const [receiver] = await stores.receivers.list();
  expect(JSON.stringify(receiver)).not.toContain(TOKEN);
  expect(receiver).toMatchObject({ receiverId: "cb-e", enabled: true, once: true, settings: { region: "eu-west-1" } });
});

test("the end of a good execution is told once, with its id; then the callback is gone", async () => {
  await arrive("ExecutionCompleted");
  await pump();
  expect(sent.map(({ url, headers }) => [url, headers])).toEqual([["states:SendTaskSuccess", { region: "eu-west-1" }]]);
  const { taskToken, output = "" } = saidOf(sent[0]);
  expect(taskToken).toBe(TOKEN);
  expect(JSON.parse(output)).toMatchObject({ executionId: "e", status: "completed", statusUrl: "/api/v1/executions/e/status" });
  expect(await stores.receivers.list()).toEqual([]);
  await stores.lanes.wake(newLane("cb-e", "e", clock.nowIso()));
  await pump();
  expect(sent.length).toBe(1);
});

test.each(["ExecutionFailed", "ExecutionCancelled"])("%s is a failure with its reason", async (type) => {
  await arrive(type, { failure: { code: "task.failed", message: "w1-database failed" } });
  await pump();
  const { error, cause = "" } = saidOf(sent[0]);
  expect([sent[0]?.url, error]).toEqual(["states:SendTaskFailure", `DR.${type}`]);
  expect(JSON.parse(cause)).toMatchObject({ executionId: "e", code: "task.failed", message: "w1-database failed" });
});

test("what Step Functions cannot take now is said again, under a time that grows; what it never will is a dead letter", async () => {
  answers = [answered(400, "ThrottlingException"), answered(400, "TaskTimedOut")];
  await arrive("ExecutionCompleted");
  const due = await pump();
  expect(due).toBe("2026-11-28T12:00:02.500Z");
  clock.advance(6_000);
  await pump();
  expect(await outcomes()).toEqual([
    ["dead", "Step Functions: TaskTimedOut"],
    ["retry", "Step Functions: ThrottlingException"],
  ]);
  expect(await stores.receivers.list()).toEqual([]);
  expect(JSON.stringify(await stores.records.list("cb-e", { limit: 9 }))).not.toContain(TOKEN);
});

test("a task that waits gets signs of life; one that does not any more is left alone, and that is written down", async () => {
  expect(waiting(await stores.receivers.list())).toEqual(["cb-e"]);
  await heartbeat();
  answers = [answered(400, "ThrottlingException")];
  await heartbeat();
  expect([sent.map(({ url }) => url), (await stores.receivers.list()).length]).toEqual([
    ["states:SendTaskHeartbeat", "states:SendTaskHeartbeat"],
    1,
  ]);
  answers = [answered(400, "TaskTimedOut")];
  await heartbeat();
  expect(await stores.receivers.list()).toEqual([]);
  expect(await outcomes()).toEqual([["dead", "Step Functions waits no longer: TaskTimedOut"]]);
  await heartbeat();
  expect(sent.length).toBe(3);
});
