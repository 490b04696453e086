// What is expected of a plan follows from what it took before, and is held against what it took then.
import { describe, expect, test } from "vitest";
import type { TaskSpec, WaveSpec } from "@dr/events";
import {
  at,
  cancel,
  completed,
  drilling,
  failed,
  pause,
  plan,
  request,
  resourceResult,
  given,
  resume,
  running,
  task,
  wave,
} from "../../test/execution.ts";
import type { ExecutionState } from "../execution/state.ts";
import { toExecutionView, toStatusView } from "../execution/view.ts";
import { estimatePlan, toRecorded } from "./estimate.ts";

const named = (taskId: string, cluster: string, more: Partial<TaskSpec> = {}) =>
  task(taskId, { resources: { clusters: [cluster] }, ...more });
const waves = [wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })];
const lost = (seconds: number | null) => ({ rpo: { seconds, method: "measured", confidence: "estimate" as const } });
/** A run of `waves` in which a took `a` seconds and b `b`. */
const ran = (a: number, b: number, loss: number | null = 0): ExecutionState =>
  running(waves).after(completed(a, "a", { result: lost(loss) }), completed(a + b, "b", { wave: 2 })).state;
const estimate = (past: readonly ExecutionState[], of: readonly WaveSpec[] = waves) =>
  estimatePlan({ waves: of, executionType: "recovery", past });

describe("an estimate", () => {
  test("of a plan that never ran rests on what its operations declare, and says where nobody can say", () => {
    const declared = [wave(1, [task("a", { expectedSeconds: 30 })]), wave(2, ["b"], { dependencies: [1] })];
    expect(estimate([], declared)).toMatchObject({
      rtoSeconds: 30,
      slowestSeconds: 30,
      atLeast: true,
      basis: { measured: 0, declared: 1, unknown: 1 },
      executions: [],
    });
    expect(estimate([], declared)).not.toHaveProperty("rpo");
  });

  test("of one that ran is the middle of its runs, and of the slowest of each", () => {
    expect(estimate([ran(10, 40), ran(30, 20), ran(20, 90)])).toMatchObject({ rtoSeconds: 60, slowestSeconds: 120, atLeast: false });
  });

  test("takes for nothing what ended before it was asked for, as another clock has it", () => {
    expect(estimate([ran(-0.4, 10)])).toMatchObject({ rtoSeconds: 10, slowestSeconds: 10, waves: [{ seconds: 0 }, { seconds: 10 }] });
  });

  test("takes the newest loss, and not knowing for the worst", () => {
    expect(estimate([ran(10, 40, 7), { ...ran(10, 40, 99), executionId: "exec-0" }]).rpo).toEqual({ taskId: "a", seconds: 7 });
    expect(estimate([ran(10, 40, null)]).rpo).toEqual({ taskId: "a", seconds: null });
  });

  test.each<[string, ExecutionState]>([
    ["what was found done", running(waves).after(completed(5, "a", { result: { resources: [resourceResult("noop")] } })).state],
    [
      "what a drill skipped",
      drilling(waves).after(completed(5, "a", { result: { resources: [resourceResult("skipped_in_drill")] } })).state,
    ],
    ["what failed", running(waves).after(failed(5, "a")).state],
    ["what never ran", running(waves).after(cancel(1)).state],
  ])("%s tells nothing", (_, state) => {
    expect(estimate([state]).basis).toEqual({ measured: 0, declared: 0, unknown: 2 });
  });

  test("a new task is like its operation's others; runs of another type count where there are none of its own", () => {
    const more = [wave(1, [named("x", "a-cluster"), named("new", "other")])];
    expect(estimate([ran(10, 40)], more).tasks.map(({ seconds, basis }) => [seconds, basis])).toEqual([
      [10, "measured"],
      [40, "measured"],
    ]);
    const drilled = drilling(waves).after(completed(7, "a")).state;
    expect(estimate([drilled]).tasks[0]).toMatchObject({ seconds: 7, basis: "measured" });
    expect(estimate([drilled, ran(10, 40)]).tasks[0]).toMatchObject({ seconds: 10, runs: 1 });
  });

  test("declared seconds are the estate's own", () => {
    const declared = [wave(1, [task("a", { expectedSeconds: 120 })])];
    expect(estimatePlan({ waves: declared, executionType: "recovery", past: [], secondsPerDeclared: 1 / 60 }).rtoSeconds).toBe(2);
  });
});

describe("the schedule", () => {
  const seconds = (taskId: string, expectedSeconds: number, ...dependsOn: readonly string[]) =>
    task(taskId, { expectedSeconds, dependsOn: [...dependsOn] });

  test("takes the longest chain over waves and tasks, and names it", () => {
    const of = [
      wave(1, [seconds("a", 10), seconds("b", 20, "a"), seconds("c", 25)]),
      wave(2, [seconds("d", 5)]),
      wave(3, [seconds("e", 1)], { dependencies: [1, 2], pauseBeforeWave: true }),
    ];
    expect(estimate([], of)).toMatchObject({
      rtoSeconds: 31,
      criticalPath: ["a", "b", "e"],
      gates: 1,
      waves: [
        { waveNumber: 1, seconds: 30 },
        { waveNumber: 2, seconds: 5 },
        { waveNumber: 3, seconds: 1 },
      ],
    });
  });

  test("is what a run takes in which every task takes its time, whatever the graph", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = generator(seed);
      const of = Array.from({ length: 1 + random(5) }, (_, index) => {
        const tasks = Array.from({ length: 1 + random(4) }, (_unused, position) => {
          const before = Array.from({ length: position }, (_none, other) => `t${index}-${other}`).filter(() => random(2) === 0);
          return seconds(`t${index}-${position}`, 1 + random(50), ...before);
        });
        const dependencies = Array.from({ length: index }, (_none, other) => other + 1).filter(() => random(2) === 0);
        return wave(index + 1, tasks, { dependencies });
      });
      expect([seed, estimate([], of).rtoSeconds]).toEqual([seed, longest(of)]);
    }
  });
});

describe("an execution", () => {
  const planned = (past: readonly ExecutionState[]) =>
    given().after(request(), { ...plan(waves), type: "PlanExecution", estimate: toRecorded(estimate(past)) } as ReturnType<typeof plan>);

  test("keeps what was expected of it, and says how far that was off, without its pauses", () => {
    const run = planned([ran(10, 40)]).after(pause(1), completed(12, "a"), resume(100), completed(139, "b", { wave: 2 }));
    expect(toExecutionView(run.state).estimate).toMatchObject({ rtoSeconds: 50, workedSeconds: 51, differenceSeconds: 1 });
    expect(toExecutionView(ran(1, 1))).not.toHaveProperty("estimate");
  });

  test("says when it should be over while it runs, and only then", () => {
    const run = planned([ran(10, 40)]);
    const told = (state: ExecutionState, seconds: number) => toStatusView(state, { now: at(seconds) }).estimatedCompletion;
    expect(told(run.state, 4)).toBe(at(50));
    expect(told(run.state, 25)).toBe(at(65));
    expect(told(run.after(completed(15, "a")).state, 20)).toBe(at(55));
    expect(told(run.after(pause(1), completed(15, "a")).state, 20)).toBeNull();
    expect(told(run.after(cancel(2)).state, 20)).toBeNull();
    expect(told(run.after(completed(15, "a"), completed(20, "b", { wave: 2 })).state, 60)).toBeNull();
    expect(toStatusView(run.state)).not.toHaveProperty("estimatedCompletion");
  });
});

/** Numbers below a bound that depend on the seed alone. */
function generator(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
}

/** The longest path by trying all of them. */
function longest(waves: readonly WaveSpec[]): number {
  const ofWave = (waveNumber: number): number => {
    const { tasks, dependencies } = waves.find((one) => one.waveNumber === waveNumber) ?? { tasks: [], dependencies: [] };
    const ofTask = (taskId: string): number => {
      const { expectedSeconds = 0, dependsOn = [] } = tasks.find((one) => one.taskId === taskId) ?? {};
      return expectedSeconds + Math.max(0, ...dependsOn.map(ofTask));
    };
    return Math.max(0, ...dependencies.map(ofWave)) + Math.max(0, ...tasks.map(({ taskId }) => ofTask(taskId)));
  };
  return Math.max(0, ...waves.map(({ waveNumber }) => ofWave(waveNumber)));
}
