/** Cancelling: nothing new begins, what runs is asked to stop, and the first end to land wins. */
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
  given,
  recorded,
  ref,
  running,
  started,
  task,
  tick,
  wave,
} from "../../../test/execution.ts";

const requested = (seconds: number) => event(seconds, "ExecutionCancelRequested", { reason: "stop", deadlineAt: at(seconds + 300) });
const stop = (seconds: number, taskId: string, op = {}) =>
  event(seconds, "TechnologyCancelRequested", { ...context(), task: asked(0, taskId, op), reason: "cancelled" });
const cancelled = (seconds: number, ...unconfirmedTasks: string[]) =>
  event(seconds, "ExecutionCancelled", { reason: "stop", unconfirmedTasks });
const stopped = { failure: { code: "task.cancelled", message: "stopped" } };

const two = running([wave(1, ["a", "b", task("c", { dependsOn: ["a"] })]), wave(2, ["d"], { dependencies: [1] })]);
const stopping = two.after(started(1, "a"), completed(2, "b"), cancel(3));

test("asks what is in flight to stop; what was not asked yet never is", () => {
  two.after(started(1, "a"), completed(2, "b")).when(cancel(3)).thenEvents(requested(3), stop(3, "a"));
  expect(stopping.state.waves[0]?.tasks.map(({ status }) => status)).toEqual(["in_progress", "completed", "cancelled"]);
  expect(stopping.state.status).toBe("cancelling");
});

test("is over when each task has answered, whichever way", () => {
  stopping.when(failed(4, "a", stopped)).thenEvents(recorded(failed(4, "a", stopped)), cancelled(4));
  expect(stopping.after(failed(4, "a", stopped)).state).toMatchObject({
    status: "cancelled",
    waves: [{ status: "cancelled", finishedAt: at(4), tasks: [{ status: "cancelled" }, {}, {}] }, { status: "pending" }],
  });
  stopping.when(completed(4, "a")).thenEvents(recorded(completed(4, "a")), cancelled(4));
});

test("a failure is not retried any more", () => {
  const retryable = { failure: { retryable: true } };
  stopping.when(failed(4, "a", retryable)).thenEvents(recorded(failed(4, "a", retryable)), cancelled(4));
});

test("a scheduled retry is dropped", () => {
  const { events, state } = running([wave(1, ["a"])]).after(failed(1, "a", { failure: { retryable: true } }), cancel(2));
  expect(events.slice(-2)).toEqual([requested(2), cancelled(2)]);
  expect(state.waves[0]?.tasks[0]).toMatchObject({ status: "cancelled", dueAt: null });
});

test("past its deadline it is over without those that did not answer, and names them", () => {
  const unconfirmed = {
    code: "task.stop_unconfirmed",
    message: `the task was asked to stop and did not confirm it in time; its effect may stand; last seen: it had begun, as its adapter said at ${at(1)}`,
    retryable: false,
    details: {
      decidedBy: "planner",
      deadlineAt: at(303),
      lastSeen: { by: "adapter", state: "it had begun", at: at(1) },
    },
  };
  stopping.when(tick(302)).thenEvents(stop(302, "a"));
  stopping
    .when(tick(303))
    .thenEvents(
      event(303, "TechnologyFailed", { ...ref("a"), failure: unconfirmed }),
      event(303, "ExecutionCancelled", { reason: "stop", unconfirmedTasks: ["a"], unaccounted: { taskIds: ["a"], total: 1 } }),
    );
});

test("a silent task is asked again to stop, at doubling intervals; its own deadline no longer counts", () => {
  const slow = running([wave(1, [task("a", { timeoutSeconds: 50 })])]).after(cancel(1));
  const again = (seconds: number) =>
    event(seconds, "TechnologyCancelRequested", {
      ...context(),
      task: asked(0, "a", {}, { deadlineAt: at(50) }),
      reason: "cancelled",
    });
  slow.when(tick(60)).thenNothing();
  slow.when(tick(61)).thenEvents(again(61));
  slow.after(tick(61)).when(tick(180)).thenNothing();
  slow.after(tick(61)).when(tick(181)).thenEvents(again(181));
});

describe("the race with completion", () => {
  const one = running([wave(1, ["a"])]);
  test("completion first: the cancel is refused with the status that stands", () => {
    one.after(completed(1, "a")).when(cancel(1)).thenThrows("execution.already_ended", { status: "completed" });
  });
  test("cancel first: the completion is recorded and the execution is cancelled", () => {
    one
      .after(cancel(1))
      .when(completed(1, "a"))
      .thenEvents(recorded(completed(1, "a")), cancelled(1));
  });
});

test("is refused while one is under way, during a rollback or a clean-up, and after the end", () => {
  stopping.when(cancel(4)).thenThrows("execution.already_cancelling", { status: "cancelling" });
  running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], onFailure: "rollback" })])
    .after(completed(1, "a"), failed(2, "b", { wave: 2 }))
    .when(cancel(3))
    .thenThrows("execution.not_cancellable", { status: "rolling_back" });
  drilling([wave(1, ["a"])])
    .after(completed(1, "a"))
    .when(cancel(2))
    .thenThrows("execution.not_cancellable", { status: "cleaning_up" });
  stopping.after(completed(4, "a")).when(cancel(5)).thenThrows("execution.already_ended", { status: "cancelled" });
  given().when(cancel(1)).thenThrows("execution.not_found");
});
