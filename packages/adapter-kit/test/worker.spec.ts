/** Given lamps, when requests come, then: what the kit says and does beyond the conformance suite. */
import { describe, expect, test } from "vitest";
import type { Harness } from "../src/testing/index.ts";
import { closing, given } from "./given-lamps.ts";
import type { LampClients } from "./lamp.ts";

const types = (run: Harness<LampClients>): string[] => run.facts().map(({ type }) => type);

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
