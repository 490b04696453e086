/** Retries: only of failures that say so, within the attempts of the policy, later and later. */
import { expect, test } from "vitest";
import {
  asked,
  at,
  completed,
  context,
  drilling,
  event,
  failed,
  failure,
  operationId,
  recorded,
  retry,
  running,
  started,
  task,
  tick,
  wave,
} from "../../../test/execution.ts";

const retryable = { failure: { retryable: true } };
const one = running([wave(1, ["a"])]);
const scheduled = (seconds: number, attempt: number, delaySeconds: number) =>
  event(seconds, "TechnologyRetryScheduled", {
    waveNumber: 1,
    taskId: "a",
    attempt,
    dueAt: at(seconds + delaySeconds),
    delaySeconds,
    failure: failure(retryable.failure),
  });

test("a retryable failure is tried again later, with a new operation", () => {
  one.when(failed(1, "a", retryable)).thenEvents(recorded(failed(1, "a", retryable)), scheduled(1, 2, 5));
  const waiting = one.after(failed(1, "a", retryable));
  expect(waiting.state.waves[0]?.tasks[0]).toMatchObject({ status: "retry_scheduled", attempt: 1, dueAt: at(6) });
  waiting.when(tick(5.999)).thenNothing();
  waiting
    .when(tick(6))
    .thenEvents(event(6, "TechnologyRetryRequested", { ...context(), task: asked(6, "a", { attempt: 2 }), reason: "retry" }));
  expect(operationId("a", { attempt: 2 })).not.toBe(operationId("a"));
});

test("a failure that does not say so is final", () => {
  expect(one.after(failed(1, "a")).state.status).toBe("failed");
});

test("the delay grows by its rate up to its maximum; half of it is fixed, half is random", () => {
  const policy = { maxAttempts: 5, intervalSeconds: 10, backoffRate: 3, maxIntervalSeconds: 60 };
  const delays = [0, 0.5, 0.999999].map((random) => {
    let stream = running([wave(1, [task("a", { retry: policy })])]);
    const found: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      stream = stream.after(failed(attempt * 1000, "a", { ...retryable, attempt, random }));
      const last = stream.events.at(-1);
      if (last?.type === "TechnologyRetryScheduled") found.push(last.data.delaySeconds);
      stream = stream.after(tick(attempt * 1000 + 500));
    }
    return found;
  });
  expect(delays).toEqual([
    [5, 15, 30, 30],
    [7.5, 22.5, 45, 45],
    [10, 30, 60, 60],
  ]);
});

test("with its attempts used up the task has failed", () => {
  const { events } = one.after(
    failed(1, "a", retryable),
    tick(6),
    failed(7, "a", { ...retryable, attempt: 2 }),
    tick(20),
    failed(21, "a", { ...retryable, attempt: 3 }),
  );
  expect(events.slice(-3).map(({ type }) => type)).toEqual(["TechnologyFailed", "WaveFailed", "ExecutionFailed"]);
});

test("an operator's retry gives the task all its attempts again", () => {
  const spent = running([wave(1, ["a"], { onFailure: "pause" })]).after(
    failed(1, "a", retryable),
    tick(6),
    failed(7, "a", { ...retryable, attempt: 2 }),
    tick(20),
    failed(21, "a", { ...retryable, attempt: 3 }),
    retry(30, "a"),
  );
  spent
    .when(failed(31, "a", { ...retryable, attempt: 4 }))
    .thenEvents(recorded(failed(31, "a", { ...retryable, attempt: 4 })), scheduled(31, 5, 5));
});

test("a task that waits for its retry keeps its wave open, and can be retried at once", () => {
  const waiting = running([wave(1, ["a", "b"])]).after(failed(1, "a", retryable), completed(2, "b"));
  expect(waiting.state.waves[0]?.status).toBe("in_progress");
  waiting
    .when(retry(3, "a"))
    .thenEvents(
      event(3, "TechnologyRetryRequested", { ...context(), task: asked(3, "a", { attempt: 2 }), reason: "operator", note: "fixed" }),
    );
});

test("success after a retry clears the failure", () => {
  const { state } = one.after(failed(1, "a", retryable), tick(6), started(7, "a", { attempt: 2 }), completed(8, "a", { attempt: 2 }));
  expect(state.status).toBe("completed");
  expect(state.waves[0]?.tasks[0]).toMatchObject({ status: "completed", attempt: 2, failure: null });
});

test("a clean-up is retried like any other operation", () => {
  const cleaning = drilling([wave(1, ["a"])]).after(completed(1, "a"), failed(2, "a", { ...retryable, phase: "cleanup" }));
  expect(cleaning.events.at(-1)).toMatchObject({ type: "TechnologyRetryScheduled", data: { attempt: 2, dueAt: at(7) } });
  const again = cleaning.after(tick(7));
  expect(again.events.at(-1)).toMatchObject({
    type: "TechnologyRetryRequested",
    data: { reason: "retry", task: { phase: "cleanup", attempt: 2, undoes: operationId("a") } },
  });
});
