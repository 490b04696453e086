/** Pauses: before a wave, after one, on request, and what happens when nobody ends them. */
import { describe, expect, test } from "vitest";
import {
  at,
  cancel,
  completed,
  drilling,
  event,
  EXECUTION,
  failed,
  pause,
  recorded,
  resume,
  running,
  started,
  tick,
  wave,
  waveStarted,
} from "../../../test/execution.ts";
import type { EventData } from "@dr/events";

const PAUSE = `${EXECUTION}:pause:1`;
const paused = (seconds: number, data: Partial<EventData<"ExecutionPaused">>) =>
  event(seconds, "ExecutionPaused", { pauseId: PAUSE, reason: "operator", expiresAt: at(seconds + 3600), onExpiry: "fail", ...data });
const resumed = (seconds: number, by: "operator" | "expiry" = "operator") => event(seconds, "ExecutionResumed", { pauseId: PAUSE, by });
const waveCompleted = (seconds: number, waveNumber: number) => event(seconds, "WaveCompleted", { waveNumber });

describe("a pause before a wave", () => {
  const gated = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], pauseBeforeWave: true })]);

  test("holds it until somebody resumes", () => {
    gated
      .when(completed(1, "a"))
      .thenEvents(recorded(completed(1, "a")), waveCompleted(1, 1), paused(1, { reason: "before_wave", waveNumber: 2 }));
    gated
      .after(completed(1, "a"))
      .when(resume(50))
      .thenEvents(resumed(50), waveStarted(50, 2, ["b"]));
  });

  test("is taken once", () => {
    const { state } = gated.after(completed(1, "a"), resume(50), completed(60, "b", { wave: 2 }));
    expect(state).toMatchObject({ status: "completed", pauses: { taken: 1 }, pause: null });
  });

  test("does not hold ready waves without a gate, which start first", () => {
    const fan = running([wave(1, ["a"], { pauseBeforeWave: true }), wave(2, ["b"])]);
    expect(fan.events.slice(-2)).toEqual([waveStarted(0, 2, ["b"]), paused(0, { reason: "before_wave", waveNumber: 1 })]);
  });

  test("is taken for each of several gated waves in turn", () => {
    const fan = running([wave(1, ["a"], { pauseBeforeWave: true }), wave(2, ["b"], { pauseBeforeWave: true })]);
    fan
      .when(resume(5))
      .thenEvents(
        resumed(5),
        waveStarted(5, 1, ["a"]),
        paused(5, { pauseId: `${EXECUTION}:pause:2`, reason: "before_wave", waveNumber: 2 }),
      );
  });
});

describe("a pause after a wave", () => {
  test("holds everything that would follow, also the end", () => {
    const gated = running([wave(1, ["a"], { pauseAfterWave: true })]);
    gated
      .when(completed(1, "a"))
      .thenEvents(recorded(completed(1, "a")), waveCompleted(1, 1), paused(1, { reason: "after_wave", waveNumber: 1 }));
    gated
      .after(completed(1, "a"))
      .when({ type: "ResumeExecution", now: at(9), actor: { principal: "p", role: "r" }, reason: "checked" })
      .thenEvents(
        event(9, "ExecutionResumed", { pauseId: PAUSE, by: "operator", reason: "checked" }),
        event(9, "ExecutionCompleted", { skippedTasks: [], failedWaves: [] }),
      );
  });

  test("of two branches is taken one after the other", () => {
    const both = running([wave(1, ["a"], { pauseAfterWave: true }), wave(2, ["b"], { pauseAfterWave: true })]).after(
      completed(1, "a"),
      completed(2, "b", { wave: 2 }),
    );
    expect(both.state.pause).toMatchObject({ reason: "after_wave", waveNumber: 1 });
    expect(both.after(resume(3)).state.pause).toMatchObject({ reason: "after_wave", waveNumber: 2 });
    expect(both.after(resume(3), resume(4)).state.status).toBe("completed");
  });
});

describe("while paused", () => {
  const branches = running([wave(1, ["a"], { pauseAfterWave: true }), wave(2, ["b"]), wave(3, ["c"], { dependencies: [2] })]).after(
    completed(1, "a"),
  );

  test("waves that run go on, are recorded, and start nothing", () => {
    branches.when(started(2, "b", { wave: 2 })).thenEvents(recorded(started(2, "b", { wave: 2 })));
    branches.when(completed(3, "b", { wave: 2 })).thenEvents(recorded(completed(3, "b", { wave: 2 })), waveCompleted(3, 2));
    expect(branches.after(completed(3, "b", { wave: 2 }), resume(9)).events.at(-1)).toEqual(waveStarted(9, 3, ["c"]));
  });

  test("a wave that fails for good ends the execution without waiting for anybody", () => {
    const { events, state } = branches.after(failed(3, "b", { wave: 2 }));
    expect(events.slice(-2).map(({ type }) => type)).toEqual(["WaveFailed", "ExecutionFailed"]);
    expect(state.pause).toBeNull();
  });

  test("the time of the pause does not count against the deadline of the execution", () => {
    const timed = running([wave(1, ["a"], { pauseAfterWave: true }), wave(2, ["b"], { dependencies: [1] })], { timeoutSeconds: 100 });
    const held = timed.after(completed(40, "a"));
    held.when(tick(500)).thenNothing();
    expect(held.after(resume(1040)).state).toMatchObject({ deadlineAt: at(1100), pauses: { totalMs: 1_000_000 } });
    expect(held.after(resume(39)).state).toMatchObject({ deadlineAt: at(100), pauses: { totalMs: 0 } });
  });
});

describe("an operator's pause", () => {
  const two = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]);

  test("waits for the next boundary; asked for twice it is one wish", () => {
    two.when(pause(1)).thenEvents(event(1, "ExecutionPauseRequested", { reason: "look" }));
    two.after(pause(1)).when(pause(2)).thenNothing();
    two
      .after(pause(1))
      .when(completed(3, "a"))
      .thenEvents(
        recorded(completed(3, "a")),
        waveCompleted(3, 1),
        paused(3, { reason: "operator", expiresAt: at(3 + 30 * 86_400), onExpiry: "fail" }),
      );
  });

  test("ends with a resume, and a later one is a pause of its own", () => {
    const held = two.after(pause(1), completed(3, "a"));
    held.when(resume(9)).thenEvents(resumed(9), waveStarted(9, 2, ["b"]));
    expect(held.after(resume(9)).state).toMatchObject({ status: "executing", pauseRequested: null });
  });

  test("comes to nothing when the execution ends before a boundary", () => {
    const { state } = running([wave(1, ["a"])]).after(pause(1), completed(2, "a"));
    expect(state).toMatchObject({ status: "completed", pauseRequested: null, pause: null });
  });

  test("is not forgotten at a gate of the plan, which comes first", () => {
    const gated = running([wave(1, ["a"], { pauseAfterWave: true }), wave(2, ["b"], { dependencies: [1] })]).after(
      pause(1),
      completed(2, "a"),
    );
    expect(gated.state.pause?.reason).toBe("after_wave");
    expect(gated.after(resume(3)).state.pause?.reason).toBe("operator");
  });
});

describe("refused", () => {
  const held = running([wave(1, ["a"], { pauseBeforeWave: true })]);
  test("pausing what is paused, on its way to its end, or over", () => {
    held.when(pause(1)).thenThrows("execution.already_paused", { status: "paused", pauseId: PAUSE });
    running([wave(1, ["a"])])
      .after(cancel(1))
      .when(pause(2))
      .thenThrows("execution.not_pausable", { status: "cancelling" });
    drilling([wave(1, ["a"])])
      .after(completed(1, "a"))
      .when(pause(2))
      .thenThrows("execution.not_pausable", { status: "cleaning_up" });
    running([wave(1, ["a"]), wave(2, ["b"], { onFailure: "rollback" })])
      .after(completed(1, "a"), failed(1, "b", { wave: 2 }))
      .when(pause(2))
      .thenThrows("execution.not_pausable", { status: "rolling_back" });
    held.after(cancel(1)).when(pause(2)).thenThrows("execution.already_ended", { status: "cancelled" });
  });
  test("resuming what is not paused, or over, or whose pause has expired", () => {
    running([wave(1, ["a"])])
      .when(resume(1))
      .thenThrows("execution.not_paused", { status: "in_progress" });
    held.after(cancel(1)).when(resume(2)).thenThrows("execution.already_ended", { status: "cancelled" });
    held.when(resume(3600)).thenThrows("execution.pause_expired", { expiresAt: at(3600) });
    held.when(resume(3599)).thenEvents(resumed(3599), waveStarted(3599, 1, ["a"]));
  });
});

describe("a pause that nobody ends", () => {
  const expiring = (onExpiry: "fail" | "cancel" | "continue") =>
    running([wave(1, ["a"]), wave(2, ["b"], { pauseBeforeWave: true, pause: { maxPauseSeconds: 100, onExpiry } })]);
  const failure = {
    code: "pause.expired",
    message: `nobody ended the pause before ${at(100)}`,
    retryable: false,
    details: { pauseId: PAUSE, reason: "before_wave" },
  };
  const executionFailed = (seconds: number) =>
    event(seconds, "ExecutionFailed", { failure, waveNumber: 2, manualInterventionRequired: false });

  test("is left alone until its time", () => {
    expiring("fail").after(completed(1, "a")).when(tick(99)).thenNothing();
  });

  test("fails the execution, once what runs has finished", () => {
    expiring("fail").after(completed(1, "a")).when(tick(100)).thenEvents(executionFailed(100));
    const busy = expiring("fail").after(started(99, "a"));
    busy.when(tick(100)).thenNothing();
    busy.when(completed(120, "a")).thenEvents(recorded(completed(120, "a")), waveCompleted(120, 1), executionFailed(120));
  });

  test("or cancels it", () => {
    const reason = `the pause expired at ${at(100)}`;
    expiring("cancel")
      .after(completed(1, "a"))
      .when(tick(100))
      .thenEvents(
        event(100, "ExecutionCancelRequested", { reason, deadlineAt: at(400) }),
        event(100, "ExecutionCancelled", { reason, unconfirmedTasks: [] }),
      );
  });

  test("or goes on", () => {
    expiring("continue")
      .after(completed(1, "a"))
      .when(tick(100))
      .thenEvents(resumed(100, "expiry"), waveStarted(100, 2, ["b"]));
  });
});
