/** Given lamps, when requests come, then: what the kit says and does beyond the conformance suite. */
import type { TaskResult } from "@dr/events";
import { describe, expect, test } from "vitest";
import { createHarness, type FaultPlan, type Harness } from "../src/testing/index.ts";
import { createFakeLamps, lampAdapter, type LampClients } from "./lamp.ts";

type Lamps = Parameters<typeof createFakeLamps>[0];

interface Given {
  readonly operation?: string;
  readonly executionType?: "drill" | "recovery";
  readonly config?: Record<string, unknown>;
  readonly faults?: FaultPlan;
  readonly timeScale?: number;
}

function given(
  lamps: Lamps,
  { operation = "switch_on", executionType = "recovery", config = {}, faults, timeScale }: Given = {},
): Harness<LampClients> {
  const scenario = {
    name: "given",
    operation,
    executionType,
    config,
    resources: { lamps: Object.keys(lamps) },
    effects: [],
    takesAtLeastSeconds: 30,
    createWorld: (clock: Parameters<typeof createFakeLamps>[1]) => createFakeLamps(lamps, clock),
  };
  const subject = { adapter: lampAdapter, mutations: ["toggle", "stop"], scenarios: [scenario], invalidResources: {} };
  return createHarness(subject, scenario, { ...(faults ? { faults } : {}), ...(timeScale === undefined ? {} : { timeScale }) });
}

const types = (run: Harness<LampClients>): string[] => run.facts().map(({ type }) => type);
const closing = (run: Harness<LampClients>) =>
  run.facts().at(-1)!.data as { failure?: { code: string; retryable: boolean; details: Record<string, unknown> }; result: TaskResult };

describe("facts", () => {
  test("started once, progress when something changes later, completed; ids are deterministic", async () => {
    const run = given({ a: "off" });
    const operationId = run.request();
    await run.run();
    expect(run.facts().map(({ id }) => id.replace(operationId, "op"))).toEqual([
      "op:TechnologyStarted",
      "op:TechnologyProgressed:2",
      "op:TechnologyCompleted",
    ]);
    expect(run.facts()[0]).toMatchObject({
      source: "dr.adapter.lamp",
      subject: "exec-1",
      actor: "dr.adapter.lamp",
      correlationid: "correlation-1",
      causationid: `EXEC#exec-1:WaveStarted:${operationId}`,
      dataschema: "urn:dr-orchestration:event:TechnologyStarted:1",
      data: { executionId: "exec-1", waveNumber: 1, taskId: "w1-task", operationId, attempt: 1, phase: "execute", technology: "lamp" },
    });
  });

  test("the result of a task is the worst of its resources", async () => {
    const run = given({ a: "on", b: "off" });
    run.request();
    await run.run();
    const { result } = closing(run);
    expect(result.resources.map(({ resource, outcome }) => `${resource} ${outcome}`)).toEqual(["a noop", "b completed"]);
    expect(result).toMatchObject({
      rtoSeconds: 30,
      rpo: { seconds: 3, method: "guess", confidence: "estimate" },
      reversible: true,
      simulated: true,
    });
  });

  test("a resource that fails fails the task, after the others have ended", async () => {
    const run = given({ a: "broken", b: "off" });
    run.request();
    await run.run();
    const { failure, result } = closing(run);
    expect(failure).toMatchObject({
      code: "lamp.broken",
      retryable: false,
      details: { resources: { a: { code: "lamp.broken", message: "a" } } },
    });
    expect(result.resources.map(({ resource, outcome }) => `${resource} ${outcome}`)).toEqual(["a failed", "b completed"]);
    expect(result.rpo.seconds).toBe(3);
  });

  test("when the bus fails after the end, the stored outcome is said later", async () => {
    const run = given({ a: "on" });
    run.failBus(1);
    const operationId = run.request();
    await run.run();
    expect(types(run)).toEqual(["TechnologyCompleted"]);
    expect(run.outcomeOf(operationId)).toBe("TechnologyCompleted");
  });
});

describe("time", () => {
  test("the configuration may shorten the deadline", async () => {
    const run = given({ a: "off" }, { config: { timeout: 12 } });
    const operationId = run.request();
    await run.run();
    expect(run.outcomeOf(operationId)).toBe("TechnologyFailed task.timed_out");
    expect(run.clock.nowIso()).toBe("2026-11-23T04:00:12.000Z");
    expect(closing(run).failure?.retryable).toBe(true);
  });

  test("an act of unknown outcome is not repeated before the service's reads have settled", async () => {
    const run = given({ a: "off" }, { faults: { mutations: ["lost"] } });
    run.request();
    await run.run(19);
    expect(run.world.effects()).toEqual([]);
    await run.run();
    expect(run.world.effects()).toEqual(["toggle a"]);
    expect((await run.ledger.get(run.operationIdOf(1)))?.steps["a"]).toMatchObject({
      acts: 2,
      intentAt: "2026-11-23T04:00:00.000Z",
      actedAt: "2026-11-23T04:00:20.000Z",
    });
  });

  test("a refused act is repeated at the next poll", async () => {
    const run = given({ a: "off" }, { faults: { mutations: ["throttled", "throttled"] } });
    run.request();
    await run.run(9);
    expect(run.world.effects()).toEqual([]);
    await run.run(2);
    expect(run.world.effects()).toEqual(["toggle a"]);
  });

  test("in compressed time polls and settling shrink alike", async () => {
    const run = given({ a: "off" }, { faults: { mutations: ["lost"] }, timeScale: 5 });
    run.request();
    await run.run(3);
    expect(run.world.effects()).toEqual([]);
    await run.run(1);
    expect(run.world.effects()).toEqual(["toggle a"]);
  });
});

describe("stopping", () => {
  test("an act that can be stopped ends as cancelled", async () => {
    const run = given({ a: "off" }, { operation: "dim" });
    const operationId = run.request();
    await run.run(6);
    run.request({ type: "TechnologyCancelRequested" });
    await run.run();
    expect(run.outcomeOf(operationId)).toBe("TechnologyFailed task.cancelled");
    expect(closing(run).failure?.details["cause"]).toMatchObject({ code: "lamp.stopped" });
  });

  test("a resource whose act was not begun is cancelled", async () => {
    const run = given({ a: "off" }, { faults: { throttledReads: 100 } });
    const operationId = run.request();
    await run.run(6);
    run.request({ type: "TechnologyCancelRequested" });
    await run.run();
    expect(run.outcomeOf(operationId)).toBe("TechnologyFailed task.cancelled");
    expect(run.world.effects()).toEqual([]);
  });
});

describe("taking back", () => {
  test("what cannot be taken back says so", async () => {
    const run = given({ a: "off" }, { operation: "burn" });
    const original = run.request();
    await run.run();
    const rollback = run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    expect(run.outcomeOf(rollback)).toBe("TechnologyFailed task.irreversible");
  });

  test("what had no effect is taken back at once, even if it could not be", async () => {
    const run = given({ a: "on" }, { operation: "burn" });
    const original = run.request();
    await run.run();
    const rollback = run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    expect(run.outcomeOf(rollback)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual([]);
  });

  test("only what was done is taken back", async () => {
    const run = given({ a: "on", b: "off" });
    const original = run.request();
    await run.run();
    const rollback = run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    expect(run.outcomeOf(rollback)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual(["toggle b", "toggle b"]);
  });

  test("an attempt after a rollback begins afresh", async () => {
    const run = given({ a: "off" });
    const original = run.request();
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    const again = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expect(run.outcomeOf(again)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual(["toggle a", "toggle a", "toggle a"]);
  });

  test("an attempt after a rollback begins afresh, also where the attempt that it names never arrived", async () => {
    const run = given({ a: "off" });
    const first = run.request();
    await run.run();
    const lost = run.operationIdOf(2);
    const rollback = run.request({
      type: "TechnologyRollbackRequested",
      attempt: 2,
      undoes: lost,
      task: { undoesEarlier: [first] },
    });
    await run.run();
    const again = run.request({ attempt: 3, type: "TechnologyRetryRequested" });
    await run.run();
    expect([rollback, again].map((id) => run.outcomeOf(id))).toEqual(["TechnologyCompleted", "TechnologyCompleted"]);
    expect(run.world.effects()).toEqual(["toggle a", "toggle a", "toggle a"]);
  });

  test("a second rollback takes back what was done since the first", async () => {
    const run = given({ a: "off" });
    const first = run.request();
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: first });
    await run.run();
    const second = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    const rollback = run.request({ type: "TechnologyRollbackRequested", attempt: 2, undoes: second });
    await run.run();
    expect(run.outcomeOf(rollback)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual(["toggle a", "toggle a", "toggle a", "toggle a"]);
  });

  test("a rollback takes back what an earlier attempt did and the last one found done", async () => {
    const run = given({ a: "off" });
    const first = run.request();
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: first, deadlineSeconds: -1 });
    await run.run();
    const second = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expect(run.world.effects()).toEqual(["toggle a"]);
    const rollback = run.request({ type: "TechnologyRollbackRequested", attempt: 2, undoes: second, task: { undoesEarlier: [first] } });
    await run.run();
    expect(run.outcomeOf(rollback)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual(["toggle a", "toggle a"]);
  });

  test("a rollback leaves alone what was taken back before and stands again by somebody else's hand", async () => {
    const run = given({ a: "off" });
    const first = run.request();
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: first });
    await run.run();
    await run.world.createClients((port) => port).lamps.toggle("a");
    run.clock.advance(60_000);
    const second = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", attempt: 2, undoes: second, task: { undoesEarlier: [first] } });
    await run.run();
    expect(run.world.effects()).toEqual(["toggle a", "toggle a", "toggle a"]);
  });

  test("an operation without a cleanup has nothing to clean up, and says so at once", async () => {
    const run = given({ a: "off" }, { executionType: "drill" });
    const original = run.request();
    await run.run();
    const cleanup = run.request({ type: "TechnologyCleanupRequested", undoes: original });
    expect(await run.run()).toBe(1);
    expect(run.outcomeOf(cleanup)).toBe("TechnologyCompleted");
    expect(closing(run).result.leftovers).toEqual([]);
  });
});
