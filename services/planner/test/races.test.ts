/** Race tests, each by its name. Two planners share tables and no cache: two processes. Those of epochs and lost answers, of old timers and of dead letters are in races-of-*.test.ts. */
import type { EventLog } from "@dr/event-log";
import { describe, expect, test } from "vitest";
import type { Planner } from "../src/planner.ts";
import { task, wave } from "./plans.ts";
import { count, expectOneEnd, running, tellTo, watchConflicts } from "./racing.ts";
import { alice, completed, createWorld, failed, type World } from "./world.ts";

describe("two last completions at once", () => {
  test("complete the wave once and start the next once", async () => {
    const { seen, wrapLog } = watchConflicts();
    const world = createWorld({ wrapLog });
    await running(world, [wave(1, [task("a"), task("b")]), wave(2, [task("c")])]);
    const [a, b] = [world.operation("exec-1", "a"), world.operation("exec-1", "b")];
    await Promise.all([tellTo(world, world.newPlanner(), completed(a)), tellTo(world, world.newPlanner(), completed(b))]);
    const types = await world.types("exec-1");
    expect(seen.conflicts).toBe(1);
    expect([count(types, "TechnologyCompleted"), count(types, "WaveCompleted"), count(types, "WaveStarted")]).toEqual([2, 1, 2]);
    const advance = world.commits.find(({ events }) => events.some(({ type }) => type === "WaveCompleted"));
    expect(advance?.events.map(({ type }) => type)).toEqual(["TechnologyCompleted", "WaveCompleted", "WaveStarted"]);
  });

  test("also when each is delivered twice, to both planners", async () => {
    const { seen, wrapLog } = watchConflicts();
    const world = createWorld({ wrapLog });
    await running(world, [wave(1, [task("a"), task("b")])]);
    const events = ["a", "b"].map((id) => completed(world.operation("exec-1", id)));
    const planners = [world.newPlanner(), world.newPlanner()];
    await Promise.all(planners.flatMap((planner) => events.map((event) => tellTo(world, planner, event))));
    const types = await world.types("exec-1");
    expect(seen.conflicts).toBeGreaterThan(0);
    expect(count(types, "TechnologyCompleted")).toBe(2);
    expectOneEnd(types, "ExecutionCompleted");
  });
});

describe("completion against cancel", () => {
  const cancel = (planner: Planner, world: World) =>
    planner.executions.handle(
      "exec-1",
      { type: "CancelExecution", reason: "stop", now: world.clock.nowIso(), actor: alice },
      { actor: alice.principal, correlationId: "c", causationId: "request" },
    );

  test("the completion lands first: the cancel is refused and told the status", async () => {
    const world = createWorld();
    await running(world, [wave(1, [task("a")])]);
    await tellTo(world, world.planner, completed(world.operation("exec-1", "a")));
    await expect(cancel(world.newPlanner(), world)).rejects.toMatchObject({
      code: "execution.already_ended",
      details: { status: "completed" },
    });
    expectOneEnd(await world.types("exec-1"), "ExecutionCompleted");
  });

  test("the cancel lands first: the answer that comes after it still ends its task, no wave starts, and the execution is cancelled", async () => {
    const world = createWorld();
    await running(world, [wave(1, [task("a")]), wave(2, [task("b")])]);
    await cancel(world.newPlanner(), world);
    await tellTo(world, world.planner, completed(world.operation("exec-1", "a")));
    const types = await world.types("exec-1");
    expect(count(types, "WaveStarted")).toBe(1);
    expectOneEnd(types, "ExecutionCancelled");
    expect((await world.state("exec-1")).waves[0]?.tasks[0]?.status).toBe("completed");
  });

  test("both at once: one wins, the other sees it", async () => {
    const { seen, wrapLog } = watchConflicts();
    const world = createWorld({ wrapLog });
    await running(world, [wave(1, [task("a")])]);
    const event = completed(world.operation("exec-1", "a"));
    const [told, cancelled] = await Promise.allSettled([tellTo(world, world.newPlanner(), event), cancel(world.newPlanner(), world)]);
    expect(seen.conflicts).toBe(1);
    expect(told.status).toBe("fulfilled");
    expectOneEnd(await world.types("exec-1"), cancelled.status === "fulfilled" ? "ExecutionCancelled" : "ExecutionCompleted");
  });
});

describe("completion against timeout", () => {
  const timedOut = async (wrapLog?: (log: EventLog) => EventLog) => {
    const world = createWorld(wrapLog ? { wrapLog } : {});
    await running(world, [wave(1, [task("a", { timeoutSeconds: 600 })])]);
    const event = completed(world.operation("exec-1", "a"));
    world.clock.advance(600_000);
    return { world, event };
  };

  test("the completion lands first: the timer finds nothing to do", async () => {
    const { world, event } = await timedOut();
    await tellTo(world, world.planner, event);
    const before = await world.types("exec-1");
    await world.newPlanner().sweep(world.run);
    expect(await world.types("exec-1")).toEqual(before);
    expectOneEnd(before, "ExecutionCompleted");
  });

  test("the timer lands first: the task has failed, is asked to stop, and its late answer is noted", async () => {
    const { world, event } = await timedOut();
    await world.newPlanner().sweep(world.run);
    await tellTo(world, world.planner, event);
    const types = await world.types("exec-1");
    expect(count(types, "TechnologyCancelRequested")).toBe(1);
    expect(count(types, "TechnologyCompleted")).toBe(0);
    expect(types.at(-1)).toBe("OperationResultIgnored");
    expectOneEnd(types, "ExecutionFailed");
    expect((await world.state("exec-1")).waves[0]?.tasks[0]?.failure?.code).toBe("task.timed_out");
  });

  test("both at once: the task has exactly one outcome", async () => {
    const { seen, wrapLog } = watchConflicts();
    const { world, event } = await timedOut(wrapLog);
    await Promise.all([world.newPlanner().sweep(world.run), tellTo(world, world.newPlanner(), event)]);
    const types = await world.types("exec-1");
    const outcomes = count(types, "TechnologyCompleted") + count(types, "TechnologyFailed");
    expect([outcomes, seen.conflicts <= 1]).toEqual([1, true]);
    expectOneEnd(types, count(types, "TechnologyCompleted") === 1 ? "ExecutionCompleted" : "ExecutionFailed");
  });
});

describe("duplicate after the wave closed", () => {
  test("changes nothing, however late it comes", async () => {
    const world = createWorld();
    await running(world, [wave(1, [task("a")]), wave(2, [task("b")])]);
    const a = completed(world.operation("exec-1", "a"));
    await tellTo(world, world.planner, a);
    const b = completed(world.operation("exec-1", "b"));
    const inWave2 = await world.types("exec-1");
    await tellTo(world, world.newPlanner(), a);
    expect(await world.types("exec-1")).toEqual(inWave2);
    await tellTo(world, world.planner, b);
    const ended = await world.types("exec-1");
    for (const event of [a, b]) await tellTo(world, world.newPlanner(), event);
    expect(await world.types("exec-1")).toEqual(ended);
    expectOneEnd(ended, "ExecutionCompleted");
  });
});

describe("attempt 1's answer after attempt 2 began", () => {
  const retry = { maxAttempts: 2, intervalSeconds: 30, backoffRate: 2, maxIntervalSeconds: 600 };
  const secondAttempt = async () => {
    const world = createWorld();
    await running(world, [wave(1, [task("a", { retry })])]);
    const first = world.operation("exec-1", "a");
    await tellTo(world, world.planner, failed(first, true));
    world.clock.advance(60_000);
    await world.planner.sweep(world.run);
    const second = world.operation("exec-1", "a");
    expect([first.attempt, second.attempt, first.operationId === second.operationId]).toEqual([1, 2, false]);
    return { world, first, second };
  };

  test("is noted and does not complete the task", async () => {
    const { world, first, second } = await secondAttempt();
    await tellTo(world, world.newPlanner(), completed(first));
    expect(world.commits.at(-1)?.events).toMatchObject([{ type: "OperationResultIgnored", data: { attempt: 1, reason: "stale_attempt" } }]);
    expect((await world.state("exec-1")).waves[0]?.tasks[0]).toMatchObject({ status: "requested", attempt: 2 });
    await tellTo(world, world.planner, completed(second));
    expectOneEnd(await world.types("exec-1"), "ExecutionCompleted");
  });

  test("a repeat of its failure does not fail attempt 2", async () => {
    const { world, first } = await secondAttempt();
    const before = await world.types("exec-1");
    await tellTo(world, world.newPlanner(), failed(first, true));
    expect(await world.types("exec-1")).toEqual(before);
  });
});

describe("pause expiry against resume", () => {
  const pause = { maxPauseSeconds: 3_600, onExpiry: "fail" } as const;
  const paused = async (wrapLog?: (log: EventLog) => EventLog) => {
    const world = createWorld(wrapLog ? { wrapLog } : {});
    await running(world, [wave(1, [task("a")], { pauseBeforeWave: true, pause })]);
    expect((await world.state("exec-1")).status).toBe("paused");
    world.clock.advance(3_600_000);
    const resume = (planner: Planner) =>
      planner.executions.handle(
        "exec-1",
        { type: "ResumeExecution", now: world.clock.nowIso(), actor: alice },
        { actor: alice.principal, correlationId: "c", causationId: "request" },
      );
    return { world, resume };
  };

  test("the resume lands first: the expiry finds nothing to do", async () => {
    const { world, resume } = await paused();
    world.clock.advance(-1_000);
    await resume(world.newPlanner());
    world.clock.advance(1_000);
    await world.planner.sweep(world.run);
    const types = await world.types("exec-1");
    expect([count(types, "ExecutionResumed"), count(types, "WaveStarted"), count(types, "ExecutionFailed")]).toEqual([1, 1, 0]);
  });

  test("the expiry lands first: the resume is refused and told the status", async () => {
    const { world, resume } = await paused();
    await world.planner.sweep(world.run);
    await expect(resume(world.newPlanner())).rejects.toMatchObject({ details: { status: "failed" } });
    expectOneEnd(await world.types("exec-1"), "ExecutionFailed");
  });

  test("both at once: the pause ends in one way", async () => {
    const { world, resume } = await paused();
    const [swept, resumed] = await Promise.allSettled([world.newPlanner().sweep(world.run), resume(world.newPlanner())]);
    expect(swept.status).toBe("fulfilled");
    const types = await world.types("exec-1");
    expect(count(types, "ExecutionResumed") + count(types, "ExecutionFailed")).toBe(1);
    expect(count(types, "ExecutionResumed")).toBe(resumed.status === "fulfilled" ? 1 : 0);
  });
});
