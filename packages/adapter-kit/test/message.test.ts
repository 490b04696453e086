/** What the queue may bring: requests from the log, own messages, poison. */
import { dataSchemaUri } from "@dr/events";
import { expect, test } from "vitest";
import { parseMessage } from "../src/index.ts";

const task = (type: string, taskId: string) => ({
  taskId,
  operationId: `op-${taskId}`,
  phase: "execute",
  type,
  operation: "switch_on",
  resources: {},
  config: {},
  validation: {},
  attempt: 1,
  deadlineAt: "2026-11-23T05:00:00.000Z",
  heartbeatSeconds: 60,
});
const context = { executionId: "exec-1", planId: "plan-1", waveNumber: 2, executionType: "drill", mode: "planned" };

function busEvent(type: string, data: object, source = "dr.orchestration") {
  const detail = {
    specversion: "1.0",
    id: "EXEC#exec-1:7",
    source,
    type,
    time: "2026-11-23T04:00:00.000Z",
    subject: "exec-1",
    dataschema: dataSchemaUri(type, 1),
    sequence: 7,
    correlationid: "correlation-1",
    causationid: "commit-1",
    epoch: 3,
    schemaversion: 1,
    actor: "dr.orchestration",
    data,
  };
  return { version: "0", id: "bus-1", source, "detail-type": type, detail };
}

test("of a wave only the tasks of this technology are taken", () => {
  const technologies = [task("lamp", "w2-lamp"), task("heater", "w2-heater"), task("lamp", "w2-lamp-2")];
  const message = parseMessage("lamp", busEvent("WaveStarted", { ...context, name: "light", part: 1, parts: 1, technologies }));
  expect(message).toEqual({
    kind: "requests",
    requests: ["w2-lamp", "w2-lamp-2"].map((taskId) => ({
      intent: "run",
      ...context,
      task: task("lamp", taskId),
      epoch: 3,
      correlationId: "correlation-1",
      causationId: "EXEC#exec-1:7",
    })),
  });
});

test.each([
  ["TechnologyRequested", {}, { intent: "run" }],
  ["TechnologyRetryRequested", { reason: "silent" }, { intent: "run" }],
  ["TechnologyRollbackRequested", {}, { intent: "run" }],
  ["TechnologyCleanupRequested", {}, { intent: "run" }],
  ["TechnologyCancelRequested", { reason: "timed_out" }, { intent: "cancel", reason: "timed_out" }],
] as const)("%s asks for one task", (type, extra, expected) => {
  const message = parseMessage("lamp", busEvent(type, { ...context, task: task("lamp", "w2-lamp"), ...extra }));
  expect(message).toEqual({
    kind: "requests",
    requests: [
      { ...expected, ...context, task: task("lamp", "w2-lamp"), epoch: 3, correlationId: "correlation-1", causationId: "EXEC#exec-1:7" },
    ],
  });
});

test("fields that a newer producer added pass through", () => {
  const message = parseMessage(
    "lamp",
    busEvent("TechnologyRequested", { ...context, newField: 1, task: { ...task("lamp", "t"), colour: "red" } }),
  );
  expect(message).toMatchObject({ requests: [{ task: { taskId: "t" } }] });
});

test("own messages come back as they were sent", () => {
  expect(parseMessage("lamp", { kind: "poll", operationId: "op-1", seq: 4 })).toEqual({ kind: "poll", operationId: "op-1", seq: 4 });
  const request = { intent: "run" as const, ...context, task: task("lamp", "t"), epoch: 0, correlationId: "c", causationId: "d" };
  expect(parseMessage("lamp", { kind: "request", request })).toEqual({ kind: "requests", requests: [request] });
});

test.each([
  ["no event at all", { hello: "world" }, "event.malformed"],
  ["an envelope that is none", { ...busEvent("WaveStarted", {}), detail: {} }, "event.malformed_envelope"],
  ["data that does not fit its type", busEvent("TechnologyRequested", { ...context }), "event.invalid"],
  ["a type that asks for nothing", busEvent("WaveCompleted", { waveNumber: 1 }), "event.not_a_request"],
  ["a type that nobody knows", busEvent("Nonsense", {}), "event.unknown_type"],
  [
    "a request from somebody else than the log",
    busEvent("TechnologyRequested", { ...context, task: task("lamp", "t") }, "dr.adapter.heater"),
    "event.source_mismatch",
  ],
  ["an own message that is none", { kind: "poll", operationId: 7 }, "event.malformed_message"],
] as const)("refused: %s", (_name, body, code) => {
  expect(() => parseMessage("lamp", body)).toThrow(expect.objectContaining({ code }));
});
