/** Size: many waves, many tasks, and no event above the rule. */
import { describe, expect, test } from "vitest";
import type { DomainEvent } from "@dr/events";
import { byteLength } from "../../plan/slices.ts";
import { cancel, completed, drilling, failed, given, plan, request, running, takeOver, task, tick, wave } from "../../../test/execution.ts";
import { executionDecider } from "../decider.ts";
import { splitBySize } from "../sizes.ts";
import { toExecutionView } from "../view.ts";

const ids = (count: number, prefix = "task") => Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
const largest = (events: readonly DomainEvent[]) => Math.max(...events.map(({ data }) => byteLength(data)));

describe("one wave of 1,000 tasks", () => {
  const large = running([wave(1, ids(1000))]);

  test("is planned and started in parts below 16 KB, each task once", () => {
    expect(largest(large.events)).toBeLessThan(16_000);
    const parts = large.events.filter((one) => one.type === "WaveStarted");
    expect(parts.map(({ data }) => data.part)).toEqual(parts.map((_, index) => index + 1));
    expect(new Set(parts.map(({ data }) => data.parts))).toEqual(new Set([parts.length]));
    expect(parts.flatMap(({ data }) => data.technologies.map(({ taskId }) => taskId))).toEqual(ids(1000));
    expect(large.events.filter(({ type }) => type === "WavesPlanned").length).toBeGreaterThan(20);
  });

  test("of many tasks is taken over, cancelled and cleaned up below that size too", () => {
    const all = drilling([wave(1, ids(250, "a-rather-long-task-name-for-a-virtual-machine"))]);
    const taken = all.after(takeOver(1, 1));
    expect(taken.events.find(({ type }) => type === "LeadershipTaken")?.data).toMatchObject({ unlisted: expect.any(Number) as number });
    const over = taken.after(cancel(2), tick(302));
    expect(over.state.status).toBe("cleaning_up");
    expect(largest(over.events)).toBeLessThan(16_000);
  });

  test("of many tasks that fails as a whole lists as many failures as fit, and says how many do not", () => {
    const { events } = running([wave(1, ids(300), { timeoutSeconds: 30 })]).after(tick(30));
    const waveFailed = events.find((one) => one.type === "WaveFailed");
    expect(waveFailed?.data.failures.length).toBe(300 - (waveFailed?.data.unlisted ?? 0));
    expect(waveFailed?.data.unlisted).toBeGreaterThan(200);
    expect(largest(events)).toBeLessThan(16_000);
  });
});

test("1,000 waves of 5 tasks run to their end", () => {
  const waves = Array.from({ length: 1000 }, (_, index) =>
    wave(index + 1, ids(5, `w${index + 1}`), { dependencies: index === 0 ? [] : [index] }),
  );
  let state = executionDecider.initialState;
  let count = 0;
  let slices = 0;
  for (const command of [
    request(),
    plan(waves),
    ...waves.flatMap(({ waveNumber, tasks }) => tasks.map(({ taskId }) => completed(1, taskId, { wave: waveNumber }))),
  ]) {
    const events = executionDecider.decide(state, command);
    count += events.length;
    slices += events.filter(({ type }) => type === "WavesPlanned").length;
    for (const event of events) state = executionDecider.evolve(state, event);
  }
  expect(state.status).toBe("completed");
  // A start, five completions and an end for each wave; the rest is the plan in its slices and the beginning and end of all.
  expect(count - slices).toBe(1000 * 7 + 4);
  expect(toExecutionView(state).tasks).toEqual({ completed: 5000 });
});

test("deciding the last of 1,000 waves folds no more events than the first", () => {
  const waves = Array.from({ length: 1000 }, (_, index) =>
    wave(index + 1, [`t-${index + 1}`], { dependencies: index === 0 ? [] : [index] }),
  );
  let stream = given().after(request(), plan(waves)).state;
  const counts: number[] = [];
  for (const { waveNumber } of waves.slice(0, -1)) {
    const events = executionDecider.decide(stream, completed(1, `t-${waveNumber}`, { wave: waveNumber }));
    counts.push(events.length);
    for (const event of events) stream = executionDecider.evolve(stream, event);
  }
  expect(new Set(counts)).toEqual(new Set([3]));
});

test("a task that is larger than an event stands alone in its part", () => {
  const big = task("big", { config: { script: "x".repeat(20_000) } });
  const { events } = running([wave(1, ["a", big, "b"])]);
  const parts = events.filter((one) => one.type === "WaveStarted").map(({ data }) => data.technologies.map(({ taskId }) => taskId));
  expect(parts).toEqual([["a"], ["big"], ["b"]]);
});

test("names in any script count by their bytes", () => {
  const items = ["é".repeat(10), "é".repeat(10)];
  expect(splitBySize(items, 30)).toEqual([[items[0]], [items[1]]]);
  expect(splitBySize([], 30)).toEqual([[]]);
  expect(splitBySize(["a".repeat(50), "b"], 30)).toEqual([["a".repeat(50)], ["b"]]);
});

test("a failure in a large plan still ends it in one decision", () => {
  const waves = Array.from({ length: 200 }, (_, index) =>
    wave(index + 1, [`t-${index + 1}`], { dependencies: index === 0 ? [] : [1], onFailure: "continue" }),
  );
  const { events, state } = running(waves).after(failed(1, "t-1"));
  expect(events.filter(({ type }) => type === "WaveSkipped").length).toBe(199);
  expect(state.status).toBe("failed");
});
