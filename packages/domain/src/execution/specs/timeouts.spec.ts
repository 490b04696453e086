/** Deadlines of tasks, waves and executions; silence; and answers that come too late. */
import { describe, expect, test } from "vitest";
import {
  asked,
  at,
  completed,
  context,
  drilling,
  event,
  failed,
  operationId,
  recorded,
  ref,
  running,
  started,
  task,
  tick,
  wave,
} from "../../../test/execution.ts";
import type { Failure } from "@dr/events";

const ours = (code: string, message: string, deadline: number): Failure => ({
  code,
  message: expect.stringMatching(new RegExp(`^${message}(; last seen: .+, as (its adapter said|the planner noted) at 20.+)?$`)) as string,
  retryable: false,
  details: expect.objectContaining({ decidedBy: "planner", deadlineAt: at(deadline) }) as Record<string, unknown>,
});
const taskTimedOut = (deadline: number) => ours("task.timed_out", "the task did not answer before its deadline", deadline);
const waveTimedOut = (deadline: number) => ours("wave.timed_out", "the wave did not finish before its deadline", deadline);
const executionTimedOut = (deadline: number) => ours("execution.timed_out", "the execution did not finish before its deadline", deadline);
const stop = (seconds: number, taskId: string, askedAt = 0) =>
  event(seconds, "TechnologyCancelRequested", { ...context(), task: asked(askedAt, taskId), reason: "timed_out" });
const taskFailed = (seconds: number, taskId: string, failure: Failure) => event(seconds, "TechnologyFailed", { ...ref(taskId), failure });

describe("a task past its deadline", () => {
  const two = running([wave(1, [task("a", { timeoutSeconds: 60 }), "b"])]);
  const short = (seconds: number) =>
    event(seconds, "TechnologyCancelRequested", {
      ...context(),
      task: asked(0, "a", {}, { deadlineAt: at(60) }),
      reason: "timed_out",
    });

  test("is asked to stop and has failed; it is not retried", () => {
    two.when(tick(59.9)).thenNothing();
    two.when(tick(60)).thenEvents(short(60), taskFailed(60, "a", taskTimedOut(60)), silent(60, "b"));
  });

  test("says what was last seen of it, by whom and when", () => {
    const messageAfter = (
      before: ReturnType<typeof running>,
      words: { readonly heard: Record<string, string>; readonly said: Record<string, string> },
    ) => before.after({ type: "Tick", now: at(60), random: 0, ...words }).state.waves[0]?.tasks[0]?.failure;
    const id = operationId("a");
    expect(messageAfter(two, { heard: { [id]: at(50) }, said: { [id]: "orders: backing-up" } })).toMatchObject({
      message: `the task did not answer before its deadline; last seen: orders: backing-up, as its adapter said at ${at(50)}`,
      details: { lastSeen: { by: "adapter", state: "orders: backing-up", at: at(50) } },
    });
    expect(messageAfter(two.after(started(5, "a")), { heard: {}, said: {} })?.details).toMatchObject({
      lastSeen: { by: "adapter", state: "it had begun", at: at(5) },
    });
    expect(messageAfter(two, { heard: {}, said: {} })?.message).toBe(
      `the task did not answer before its deadline; last seen: it was asked for, and its adapter never answered, as the planner noted at ${at(0)}`,
    );
  });

  test("a late answer is noted once and changes nothing", () => {
    const late = two.after(tick(60));
    const ignored = (seconds: number, reportedType: string) =>
      event(seconds, "OperationResultIgnored", {
        ...ref("a"),
        reportedType,
        reason: "task_closed",
        ...(reportedType === "TechnologyStarted" ? {} : { effect: reportedType === "TechnologyCompleted" ? "stands" : "none" }),
      });
    late.when(completed(61, "a")).thenEvents(ignored(61, "TechnologyCompleted"));
    late.after(completed(61, "a")).when(completed(62, "a")).thenNothing();
    late.after(completed(61, "a")).when(failed(62, "a")).thenEvents(ignored(62, "TechnologyFailed"));
    late.when(started(61, "a")).thenEvents(ignored(61, "TechnologyStarted"));
    late.after(failed(61, "a")).when(started(62, "a")).thenNothing();
    expect(late.after(completed(61, "a")).state.waves[0]?.tasks[0]?.status).toBe("failed");
  });

  test("may have had its effect all the same", () => {
    expect(two.after(tick(60)).state.waves[0]?.tasks[0]?.effectOperationId).toBe(operationId("a"));
  });

  test("completing in time wins against the timeout, and the other way round", () => {
    expect(two.after(completed(60, "a"), tick(60)).state.waves[0]?.tasks[0]?.status).toBe("completed");
    expect(two.after(tick(60), completed(60, "a")).state.waves[0]?.tasks[0]?.status).toBe("failed");
  });
});

const silent = (seconds: number, taskId: string, askedAt = 0) =>
  event(seconds, "TechnologyRetryRequested", { ...context(), task: asked(askedAt, taskId), reason: "silent" });

describe("a silent task", () => {
  const one = running([wave(1, ["a"])]);

  test("is asked again with the same operation after its heartbeat, then at doubling intervals", () => {
    one.when(tick(59)).thenNothing();
    one.when(tick(60)).thenEvents(silent(60, "a"));
    one.after(tick(60)).when(tick(179)).thenNothing();
    one.after(tick(60)).when(tick(180)).thenEvents(silent(180, "a"));
    one.after(tick(60), tick(180)).when(tick(419)).thenNothing();
    one.after(tick(60), tick(180)).when(tick(420)).thenEvents(silent(420, "a"));
    expect(one.after(tick(60)).state.waves[0]?.tasks[0]).toMatchObject({ attempt: 1, status: "requested", deadlineAt: at(600) });
  });

  test("a start is a word: the silence is counted from it, afresh", () => {
    const heard = one.after(tick(60), started(100, "a"));
    heard.when(tick(159)).thenNothing();
    heard.when(tick(160)).thenEvents(silent(160, "a"));
  });

  test("progress spares the question", () => {
    one.when(tick(60, { [operationId("a")]: at(30) })).thenNothing();
    one.when(tick(90, { [operationId("a")]: at(30) })).thenEvents(silent(90, "a"));
    one.when(tick(60, { [operationId("a", { attempt: 2 })]: at(59) })).thenEvents(silent(60, "a"));
    one
      .after(tick(60))
      .when(tick(179, { [operationId("a")]: at(30) }))
      .thenNothing();
  });

  test("is not asked any more past its deadline", () => {
    const { events } = running([wave(1, [task("a", { timeoutSeconds: 60 })])]).after(tick(60));
    expect(events.some(({ type }) => type === "TechnologyRetryRequested")).toBe(false);
  });

  test("its answer to the repeated question counts as ever", () => {
    expect(one.after(tick(60), completed(61, "a")).state.status).toBe("completed");
  });
});

describe("a wave past its deadline", () => {
  const plan = running([wave(1, ["a", "b", task("c", { dependsOn: ["a"] })], { timeoutSeconds: 50 }), wave(2, ["d"])]);

  test("fails what moves in it, and then is failed by its policy", () => {
    const busy = plan.after(failed(45, "b", { failure: { retryable: true } }));
    busy.when(tick(49)).thenNothing();
    busy.when(tick(50)).thenEvents(
      stop(50, "a"),
      taskFailed(50, "a", waveTimedOut(50)),
      taskFailed(50, "b", waveTimedOut(50)),
      event(50, "TechnologySkipped", { waveNumber: 1, taskId: "c", reason: "a task that it depends on failed", because: "dependency" }),
      event(50, "WaveFailed", {
        waveNumber: 1,
        policy: "fail",
        failures: [
          { taskId: "a", failure: waveTimedOut(50) },
          { taskId: "b", failure: waveTimedOut(50) },
        ],
      }),
    );
  });

  test("of a task that had only been waiting for its retry, no effect is suspected", () => {
    const { state } = plan.after(failed(45, "b", { failure: { retryable: true } }), tick(50));
    expect(state.waves[0]?.tasks.map((one) => one.effectOperationId)).toEqual([operationId("a"), null, null]);
  });

  test("a late answer is noted as one about a closed wave", () => {
    plan
      .after(tick(50))
      .when(completed(51, "a"))
      .thenEvents(
        event(51, "OperationResultIgnored", { ...ref("a"), reportedType: "TechnologyCompleted", reason: "wave_closed", effect: "stands" }),
      );
  });
});

describe("an execution past its deadline", () => {
  const requested = { timeoutSeconds: 50 };
  const waves = [wave(1, ["a", task("b", { dependsOn: ["a"] })], { onFailure: "continue" }), wave(2, ["c"], { dependencies: [1] })];

  test("fails with its running waves, whatever their policies", () => {
    running(waves, requested)
      .when(tick(50))
      .thenEvents(
        stop(50, "a"),
        taskFailed(50, "a", executionTimedOut(50)),
        event(50, "TechnologySkipped", { waveNumber: 1, taskId: "b", reason: "the execution timed out", because: "timeout" }),
        event(50, "WaveFailed", { waveNumber: 1, policy: "fail", failures: [{ taskId: "a", failure: executionTimedOut(50) }] }),
        event(50, "ExecutionFailed", {
          failure: executionTimedOut(50),
          waveNumber: 1,
          manualInterventionRequired: true,
          unaccounted: { taskIds: ["a"], total: 1 },
        }),
      );
  });

  test("but a wave's wish to be rolled back is honoured", () => {
    const { events, state } = running([wave(1, ["a"], { onFailure: "rollback" })], requested).after(tick(50));
    expect(events.map(({ type }) => type).slice(-3)).toEqual(["WaveFailed", "RollbackStarted", "TechnologyRollbackRequested"]);
    expect(state.status).toBe("rolling_back");
  });

  test("a drill cleans up before it fails", () => {
    const { events } = drilling(waves, requested).after(tick(50), completed(51, "a", { phase: "cleanup" }));
    expect(events.at(-1)).toEqual(
      event(51, "ExecutionFailed", { failure: executionTimedOut(50), waveNumber: 1, manualInterventionRequired: false }),
    );
  });

  test("what is answered after the end is noted, once", () => {
    const over = running(waves, requested).after(tick(50));
    over.when(completed(60, "a")).thenEvents(
      event(60, "OperationResultIgnored", {
        ...ref("a"),
        reportedType: "TechnologyCompleted",
        reason: "execution_ended",
        effect: "stands",
      }),
    );
    over.after(completed(60, "a")).when(completed(61, "a")).thenNothing();
    over.when(tick(9999)).thenNothing();
    expect(recorded(completed(60, "a")).type).toBe("TechnologyCompleted");
  });
});
