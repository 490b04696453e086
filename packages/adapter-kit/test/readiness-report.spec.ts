/** Given the planner's question on the bus, then the adapter tells what it saw, once per question, and does nothing. */
import { dataSchemaUri, LOG_SOURCE } from "@dr/events";
import { createVirtualClock, type Bus } from "@dr/runtime";
import { expect, test } from "vitest";
import { createFactPublisher, createMemoryLedger, createTaskWorker, parseMessage, sameEverywhere } from "../src/index.ts";
import { createFakeValves, valveAdapter, type FakeValve } from "./valve.ts";

const START = "2026-11-23T04:00:00.000Z";
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, with: () => silent };
const asked = (taskId: string, valves: readonly string[], more: object = {}) => ({
  taskId,
  waveNumber: 1,
  type: "valve",
  operation: "set_position",
  resources: { valves },
  config: { position: 50 },
  validation: {},
  ...more,
});

function given(valves: Readonly<Record<string, FakeValve>>) {
  const clock = createVirtualClock(START);
  const world = createFakeValves(valves, clock);
  const said: { source: string; detailType: string; detail: { id: string; data: unknown; causationid: string; epoch: number } }[] = [];
  const bus = { publish: async (entries: readonly unknown[]) => void said.push(...(entries as typeof said)) } as unknown as Bus;
  const worker = createTaskWorker({
    adapter: valveAdapter,
    clientsAt: sameEverywhere(world.createClients((port) => port)),
    ledger: createMemoryLedger(),
    queue: { send: () => Promise.reject(new Error("a question sends nothing to the adapter itself")) },
    facts: createFactPublisher(bus, valveAdapter.technology),
    clock,
    metrics: { count: () => undefined } as never,
    settings: { simulated: true, timeScale: 1 },
  });
  const ask = async (technologies: readonly object[], more: object = {}) => {
    const data = {
      executionId: "exec-1",
      planId: "plan-1",
      checkId: "check-1",
      at: "planning",
      part: 1,
      parts: 1,
      executionType: "recovery",
      mode: "planned",
      deadlineAt: "2026-11-23T04:00:30.000Z",
      technologies,
      ...more,
    };
    const detail = {
      specversion: "1.0",
      id: "EXEC#exec-1:3:0",
      source: LOG_SOURCE,
      type: "ReadinessRequested",
      time: START,
      subject: "exec-1",
      dataschema: dataSchemaUri("ReadinessRequested", 1),
      correlationid: "correlation-1",
      causationid: "commit-1",
      epoch: 1,
      schemaversion: 1,
      actor: LOG_SOURCE,
      data,
    };
    const message = parseMessage(valveAdapter.technology, {
      version: "0",
      id: "b",
      source: LOG_SOURCE,
      "detail-type": "ReadinessRequested",
      detail,
    });
    await worker.handle(message, { workerId: "w", remainingMs: () => 30_000, logger: silent });
    return said;
  };
  return { ask, clock, world };
}

test("each task is looked at as the task would, and nothing is done", async () => {
  const { ask, world } = given({ a: { position: 10 }, b: { position: 10, pressure: 95 }, c: { position: 10, pressure: 80 } });
  const [report, ...others] = await ask([asked("t1", ["a"]), asked("t2", ["b", "c"]), { ...asked("t3", ["a"]), type: "somebody_else" }]);
  expect(others).toEqual([]);
  expect(report).toMatchObject({ source: "dr.adapter.valve", detailType: "ReadinessReported" });
  expect(report?.detail).toMatchObject({ id: "check-1:valve:1", causationid: "EXEC#exec-1:3:0", epoch: 1 });
  expect(report?.detail.data).toEqual({
    executionId: "exec-1",
    checkId: "check-1",
    technology: "valve",
    tasks: [
      { taskId: "t1", ready: true, checks: [] },
      {
        taskId: "t2",
        ready: false,
        checks: [
          { resource: "b", code: "valve.over_pressure", severity: "block", message: "b is at 95 bar", evidence: { pressure: 95 } },
          { resource: "c", code: "task.warning", severity: "warn", message: "c is at 80 bar" },
        ],
      },
    ],
  });
  expect(world.effects()).toEqual([]);
});

test("the mode decides what is demanded", async () => {
  const { ask } = given({ c: { position: 10, pressure: 80 } });
  const [report] = await ask([asked("t1", ["c"])], { mode: "unplanned" });
  expect(report?.detail.data).toMatchObject({ tasks: [{ ready: true, checks: [] }] });
});

test("what no task could do is said with its code: an unknown operation, resources that are none", async () => {
  const { ask } = given({});
  const [report] = await ask([asked("t1", ["a"], { operation: "polish" }), asked("t2", [])]);
  expect(report?.detail.data).toMatchObject({
    tasks: [
      { taskId: "t1", ready: false, checks: [{ resource: "t1", code: "task.unknown_operation", severity: "block" }] },
      { taskId: "t2", ready: false, checks: [{ resource: "t2", code: "query.invalid_input", severity: "block" }] },
    ],
  });
});

test("a question that nobody waits for any more, or that is not for it, is not answered", async () => {
  const { ask, clock } = given({ a: { position: 10 } });
  expect(await ask([{ ...asked("t1", ["a"]), type: "somebody_else" }])).toEqual([]);
  clock.advance(31_000);
  expect(await ask([asked("t1", ["a"])])).toEqual([]);
});

test("a question that comes twice has one answer: the same id", async () => {
  const { ask } = given({ a: { position: 10 } });
  await ask([asked("t1", ["a"])]);
  const said = await ask([asked("t1", ["a"])]);
  expect(said.map(({ detail }) => detail.id)).toEqual(["check-1:valve:1", "check-1:valve:1"]);
});
