/** Drill clean-up: whatever the end, what was launched is removed, last first; what is left is named. */
import { describe, expect, test } from "vitest";
import {
  asked,
  at,
  cancel,
  completed,
  context,
  drilling,
  event,
  failed,
  failure,
  given,
  operationId,
  recorded,
  ref,
  retry,
  running,
  skip,
  started,
  tick,
  wave,
  type Op,
} from "../../../test/execution.ts";

const cleanup = (waveNumber = 1, attempt = 1): Op => ({ wave: waveNumber, phase: "cleanup", attempt });
const drill = { executionType: "drill" } as const;
const requested = (seconds: number, taskId: string, waveNumber = 1, more = {}) =>
  event(seconds, "TechnologyCleanupRequested", {
    ...context(waveNumber, drill),
    task: asked(seconds, taskId, cleanup(waveNumber), { undoes: operationId(taskId, { wave: waveNumber }), ...more }),
  });
const cleanedUp = (seconds: number, taskId: string, more: object = {}, op: Op = cleanup()) =>
  event(seconds, "TechnologyCleanedUp", { ...ref(taskId, op), leftovers: [], ...more });
const cleanupDone = (seconds: number, ...leftovers: { taskId: string; resource: string }[]) =>
  event(seconds, "CleanupCompleted", { leftovers });
const executionCompleted = (seconds: number) => event(seconds, "ExecutionCompleted", { skippedTasks: [], failedWaves: [] });

const one = drilling([wave(1, ["a"])]);

test("a drill that succeeded cleans up before it completes", () => {
  one
    .when(completed(1, "a"))
    .thenEvents(
      recorded(completed(1, "a")),
      event(1, "WaveCompleted", { waveNumber: 1 }),
      event(1, "CleanupStarted", { taskIds: ["a"], outcome: "completed" }),
      requested(1, "a"),
    );
  one
    .after(completed(1, "a"))
    .when(completed(2, "a", cleanup()))
    .thenEvents(cleanedUp(2, "a"), cleanupDone(2), executionCompleted(2));
});

test("a recovery does not", () => {
  expect(running([wave(1, ["a"])]).after(completed(1, "a")).state).toMatchObject({ status: "completed", cleanedUp: false });
});

test("a drill that asked nothing of anybody has nothing to clean up", () => {
  const { events } = drilling([wave(1, ["a"], { pauseBeforeWave: true })]).after(cancel(1));
  expect(events.at(-1)?.type).toBe("ExecutionCancelled");
});

test("what was launched last goes first, against the dependencies", () => {
  const two = drilling([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(completed(1, "a"));
  const { events } = two.after(completed(2, "b", { wave: 2 }));
  expect(events.slice(-2)).toEqual([event(2, "CleanupStarted", { taskIds: ["b", "a"], outcome: "completed" }), requested(2, "b", 2)]);
  two
    .after(completed(2, "b", { wave: 2 }))
    .when(completed(3, "b", cleanup(2)))
    .thenEvents(cleanedUp(3, "b", {}, cleanup(2)), requested(3, "a"));
});

describe("a drill that failed", () => {
  const over = drilling([wave(1, ["a", "b"]), wave(2, ["c"], { dependencies: [1] })]).after(completed(1, "a"), failed(2, "b"));

  test("cleans up failed tasks too, not those that never began, and then fails for its own reason", () => {
    expect(over.events.slice(-3)).toMatchObject([
      { type: "CleanupStarted", data: { taskIds: ["a", "b"], outcome: "failed", waveNumber: 1 } },
      { type: "TechnologyCleanupRequested" },
      { type: "TechnologyCleanupRequested" },
    ]);
    const { events } = over.after(completed(3, "a", cleanup()), completed(4, "b", cleanup()));
    expect(events.at(-1)).toMatchObject({
      type: "ExecutionFailed",
      data: { failure: { code: "execution.wave_failed" }, waveNumber: 1, manualInterventionRequired: false },
    });
  });

  test("names all attempts of a task, the latest apart", () => {
    const twice = one.after(failed(1, "a", { failure: { retryable: true } }), tick(6), failed(7, "a", { attempt: 2 }));
    expect(twice.events.at(-1)).toEqual(
      requested(7, "a", 1, { undoes: operationId("a", { attempt: 2 }), undoesEarlier: [operationId("a")] }),
    );
  });
});

test("a drill of which nothing succeeded, or whose pause expired, cleans up before it fails", () => {
  const lax = drilling([wave(1, ["a"], { onFailure: "continue" })]).after(failed(1, "a"));
  expect(lax.events.slice(-2)).toEqual([expect.objectContaining({ type: "CleanupStarted" }), requested(1, "a")]);
  const gated = drilling([wave(1, ["a"]), wave(2, ["b"], { pauseBeforeWave: true })]).after(completed(1, "a"), tick(3600));
  expect(gated.events.slice(-2)).toEqual([expect.objectContaining({ type: "CleanupStarted" }), requested(3600, "a")]);
});

describe("a drill that was cancelled", () => {
  test("cleans up what had begun, then is cancelled", () => {
    const stopped = one.after(started(1, "a"), cancel(2), failed(3, "a", { failure: { code: "task.cancelled" } }));
    expect(stopped.events.slice(-2)).toEqual([event(3, "CleanupStarted", { taskIds: ["a"], outcome: "cancelled" }), requested(3, "a")]);
    const { events } = stopped.after(completed(4, "a", cleanup()));
    expect(events.at(-1)).toEqual(event(4, "ExecutionCancelled", { reason: "stop", unconfirmedTasks: [] }));
  });

  test("also what did not confirm its stop, which is still named at the end", () => {
    const { events } = one.after(cancel(1), tick(301), completed(302, "a", cleanup()));
    expect(events.at(-1)).toEqual(event(302, "ExecutionCancelled", { reason: "stop", unconfirmedTasks: ["a"] }));
  });
});

describe("what could not be removed", () => {
  const cleaning = one.after(completed(1, "a", { result: { externalIds: { instance: "i-1" } } }));

  test("is named by the adapter", () => {
    cleaning
      .when(completed(2, "a", { ...cleanup(), result: { leftovers: ["i-1"] } }))
      .thenEvents(cleanedUp(2, "a", { leftovers: ["i-1"] }), cleanupDone(2, { taskId: "a", resource: "i-1" }), executionCompleted(2));
  });

  test("or, when the clean-up fails, is everything that the task may have left", () => {
    cleaning
      .when(failed(2, "a", cleanup()))
      .thenEvents(
        recorded(failed(2, "a", cleanup())),
        cleanedUp(2, "a", { leftovers: ["i-1"], failure: failure() }),
        cleanupDone(2, { taskId: "a", resource: "i-1" }),
        event(2, "ExecutionCompleted", { skippedTasks: [], failedWaves: [], unaccounted: { taskIds: ["a"], total: 1 } }),
      );
    const nameless = one.after(completed(1, "a"), failed(2, "a", cleanup()));
    expect(nameless.state.waves[0]?.tasks[0]).toMatchObject({ leftovers: ["a-cluster"], unwindFailure: { code: "rds.not_ready" } });
    const listed = one.after(completed(1, "a"), failed(2, "a", { ...cleanup(), result: { leftovers: ["i-2"] } }));
    expect(listed.state.waves[0]?.tasks[0]?.leftovers).toEqual(["i-2"]);
  });

  test("does not keep the rest from being cleaned up, nor the execution from ending", () => {
    const two = drilling([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(
      completed(1, "a"),
      completed(2, "b", { wave: 2 }),
      tick(602),
    );
    expect(two.events.slice(-4)).toMatchObject([
      { type: "TechnologyCancelRequested", data: { reason: "timed_out", task: { phase: "cleanup" } } },
      { type: "TechnologyFailed", data: { failure: { code: "task.timed_out" }, phase: "cleanup" } },
      { type: "TechnologyCleanedUp", data: { leftovers: ["b-cluster"], failure: { code: "task.timed_out" } } },
      { type: "TechnologyCleanupRequested", data: { task: { taskId: "a" } } },
    ]);
    const { state } = two.after(completed(603, "b", cleanup(2)), completed(604, "a", cleanup()));
    expect(state).toMatchObject({ status: "completed", finishedAt: at(604) });
  });
});

test("answers about the drill itself come too late now, and a clean-up answer counts once", () => {
  const cleaning = one.after(completed(1, "a"), started(2, "a", cleanup()));
  cleaning.when(completed(3, "a")).thenNothing();
  cleaning
    .when(failed(3, "a"))
    .thenEvents(
      event(3, "OperationResultIgnored", { ...ref("a"), reportedType: "TechnologyFailed", reason: "stale_attempt", effect: "none" }),
    );
  cleaning
    .after(completed(3, "a", cleanup()))
    .when(completed(4, "a", cleanup()))
    .thenNothing();
});

test("a clean-up that waits for its retry can be retried at once, but not skipped", () => {
  const waiting = one.after(completed(1, "a"), failed(2, "a", { ...cleanup(), failure: { retryable: true } }));
  waiting.when(skip(3, "a")).thenThrows("task.not_skippable_now", { status: "cleaning_up" });
  expect(waiting.after(retry(3, "a")).events.at(-1)).toMatchObject({
    type: "TechnologyRetryRequested",
    data: { reason: "operator", task: { phase: "cleanup", attempt: 2 } },
  });
});

test("a clean-up that broke off half-way is finished by the next tick", () => {
  const whole = one.after(completed(1, "a"), completed(2, "a", cleanup()));
  given(...whole.events.slice(0, -1))
    .when(tick(3))
    .thenEvents(executionCompleted(3));
});
