/** An operator's hand on single tasks, and on the mode. */
import { describe, expect, test } from "vitest";
import {
  asked,
  cancel,
  completed,
  context,
  drilling,
  event,
  failed,
  given,
  operationId,
  plan,
  recorded,
  ref,
  request,
  retry,
  running,
  skip,
  started,
  switchTo,
  task,
  tick,
  wave,
  waveStarted,
} from "../../../test/execution.ts";

const skipped = (seconds: number, taskId: string, waveNumber = 1) =>
  event(seconds, "TechnologySkipped", { waveNumber, taskId, reason: "not needed", because: "operator" });

describe("retrying a task", () => {
  test("that failed while its wave still runs", () => {
    const busy = running([wave(1, ["a", "b"])]).after(failed(1, "a"));
    busy
      .when(retry(2, "a"))
      .thenEvents(
        event(2, "TechnologyRetryRequested", { ...context(), task: asked(2, "a", { attempt: 2 }), reason: "operator", note: "fixed" }),
      );
    const { state } = busy.after(retry(2, "a"), completed(3, "b"), completed(4, "a", { attempt: 2 }));
    expect(state.status).toBe("completed");
  });

  test("is refused unless it failed or waits for its retry", () => {
    const busy = running([wave(1, ["a", "b", task("c", { dependsOn: ["a"] })]), wave(2, ["d"], { dependencies: [1] })]).after(
      started(1, "a"),
      completed(1, "b"),
    );
    const refuse = (taskId: string, taskStatus: string): void =>
      busy.when(retry(2, taskId)).thenThrows("task.not_retryable_now", { status: "in_progress", taskStatus });
    refuse("a", "in_progress");
    refuse("b", "completed");
    refuse("c", "waiting");
    refuse("d", "pending");
    busy.when(retry(2, "x")).thenThrows("task.unknown", { taskId: "x" });
  });

  test("is refused in a wave that was given up: that is for a redrive", () => {
    const branches = running([wave(1, ["a"]), wave(2, ["b"])]).after(failed(1, "a"));
    branches.when(retry(2, "a")).thenThrows("task.not_retryable_now", { taskStatus: "failed" });
    branches.when(skip(2, "a")).thenThrows("task.not_skippable_now", { taskStatus: "failed" });
    branches
      .after(failed(3, "b", { wave: 2 }))
      .when(retry(4, "a"))
      .thenThrows("execution.already_ended", { status: "failed" });
  });

  test("is refused while the execution is being cancelled", () => {
    const stopping = running([wave(1, ["a", "b"])]).after(failed(1, "a"), cancel(2));
    stopping.when(retry(3, "a")).thenThrows("task.not_retryable_now", { status: "cancelling" });
    stopping.when(skip(3, "a")).thenThrows("task.not_skippable_now", { status: "cancelling" });
  });
});

describe("skipping a task", () => {
  test("that failed completes the wave without it", () => {
    running([wave(1, ["a", "b"])])
      .after(failed(1, "a"), started(1, "b"), completed(2, "b"))
      .when(skip(3, "a"))
      .thenThrows("execution.already_ended");
    running([wave(1, ["a", "b"])])
      .after(failed(1, "a"), skip(2, "a"))
      .when(completed(3, "b"))
      .thenEvents(
        recorded(completed(3, "b")),
        event(3, "WaveCompleted", { waveNumber: 1 }),
        event(3, "ExecutionCompleted", { skippedTasks: ["a"], failedWaves: [] }),
      );
  });

  test("that waits for a retry, or for another task, or for its wave", () => {
    const chain = running([wave(1, ["a", task("b", { dependsOn: ["a"] })]), wave(2, ["c", "d"], { dependencies: [1] })]);
    chain
      .after(failed(1, "a", { failure: { retryable: true } }))
      .when(skip(2, "b"))
      .thenEvents(skipped(2, "b"));
    const { events } = chain.after(skip(1, "b"), skip(1, "c"), failed(2, "a", { failure: { retryable: true } }), skip(3, "a"));
    expect(events.slice(-3)).toEqual([skipped(3, "a"), event(3, "WaveCompleted", { waveNumber: 1 }), waveStarted(3, 2, ["d"])]);
  });

  test("that is stuck at work asks its adapter to stop; its effect counts as possible and its answer as late", () => {
    const stuck = running([wave(1, ["a", "b"])]).after(started(1, "a"));
    stuck
      .when(skip(2, "a"))
      .thenEvents(event(2, "TechnologyCancelRequested", { ...context(), task: asked(0, "a"), reason: "skipped" }), skipped(2, "a"));
    const { state } = stuck.after(skip(2, "a"));
    expect(state.waves[0]?.tasks[0]).toMatchObject({ status: "skipped", effectOperationId: operationId("a") });
    stuck
      .after(skip(2, "a"))
      .when(completed(3, "a"))
      .thenEvents(
        event(3, "OperationResultIgnored", { ...ref("a"), reportedType: "TechnologyCompleted", reason: "task_closed", effect: "stands" }),
      );
  });

  test("before the execution was admitted", () => {
    given()
      .after(request(), plan([wave(1, ["a", "b"])], false))
      .when(skip(2, "a"))
      .thenEvents(skipped(2, "a"));
  });

  test("is refused once it is done, skipped, or its wave was left out", () => {
    const plan3 = running([wave(1, ["a"], { onFailure: "continue" }), wave(2, ["b"], { dependencies: [1] }), wave(3, ["c", "d"])]).after(
      failed(1, "a"),
      completed(2, "c", { wave: 3 }),
    );
    plan3.when(skip(3, "c")).thenThrows("task.not_skippable_now", { taskStatus: "completed" });
    plan3.when(skip(3, "b")).thenThrows("task.not_skippable_now", { taskStatus: "skipped" });
    plan3.when(skip(3, "a")).thenThrows("task.not_skippable_now", { taskStatus: "failed" });
    plan3.when(skip(3, "x")).thenThrows("task.unknown");
  });
});

describe("switching the mode", () => {
  const two = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]);

  test("later requests carry the new mode; what runs is left alone", () => {
    two
      .when(switchTo(1, "unplanned"))
      .thenEvents(event(1, "ExecutionModeSwitched", { from: "planned", to: "unplanned", reason: "site lost" }));
    const { events } = two.after(switchTo(1, "unplanned"), completed(2, "a"));
    expect(events.at(-1)).toEqual(waveStarted(2, 2, ["b"], { mode: "unplanned" }));
  });

  test("while paused without approvals changes nothing about the pause", () => {
    const held = running([wave(1, ["a"], { pauseBeforeWave: true })]);
    held
      .when(switchTo(1, "unplanned"))
      .thenEvents(event(1, "ExecutionModeSwitched", { from: "planned", to: "unplanned", reason: "site lost" }));
  });

  test("is refused for a drill, for the mode that it has, and on the way to the end", () => {
    two.when(switchTo(1, "planned")).thenThrows("execution.mode_unchanged");
    drilling([wave(1, ["a"])])
      .when(switchTo(1, "unplanned"))
      .thenThrows("execution.mode_fixed");
    two.after(cancel(1)).when(switchTo(2, "unplanned")).thenThrows("execution.mode_fixed", { status: "cancelling" });
    two.after(cancel(1), tick(301)).when(switchTo(400, "unplanned")).thenThrows("execution.already_ended");
  });
});
