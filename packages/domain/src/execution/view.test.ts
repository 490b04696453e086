/** The execution as the API and the history show it. */
import { describe, expect, test } from "vitest";
import type { Rpo } from "@dr/events";
import {
  ann,
  at,
  cancel,
  completed,
  decideOn,
  drilling,
  EXECUTION,
  failed,
  given,
  kim,
  operationId,
  pause,
  plan,
  request,
  resume,
  running,
  skip,
  started,
  task,
  tick,
  wave,
} from "../../test/execution.ts";
import { initialState } from "./initial-state.ts";
import { outstandingOperations } from "./outstanding.ts";
import { toHistoryItem } from "./summary.ts";
import { toExecutionView, toStatusView } from "./view.ts";

const two = running(
  [
    wave(1, ["a"]),
    wave(2, ["b", task("c", { type: "drs", resources: { servers: ["s-1", "s-2"], count: 2, none: null } })], { dependencies: [1] }),
  ],
  {
    rtoSeconds: 60,
    rpoSeconds: 30,
  },
);

test("an execution in the shape of the requirements", () => {
  const { state } = two.after(completed(5, "a"), started(7, "b", { wave: 2 }));
  const view = toExecutionView(state);
  expect(view).toMatchObject({
    executionId: EXECUTION,
    planId: "plan-1",
    status: "in_progress",
    currentWave: 2,
    waveCount: 2,
    tasks: { completed: 1, in_progress: 1, requested: 1 },
    requestedBy: kim.principal,
    waves: [
      { waveNumber: 1, name: "Wave 1", status: "completed", startedAt: at(0), finishedAt: at(5) },
      { waveNumber: 2, name: "Wave 2", status: "in_progress", dependencies: [1] },
    ],
  });
  expect(view.waves[1]?.technologies[0]).toEqual({
    type: "database",
    taskId: "b",
    operation: "failover",
    dependsOn: [],
    status: "in_progress",
    phase: "execute",
    attempt: 1,
    maxAttempts: 3,
    operationId: operationId("b", { wave: 2 }),
    requestedAt: at(5),
    startedAt: at(7),
    finishedAt: null,
    deadlineAt: at(605),
    dueAt: null,
    effect: "none",
    failure: null,
    unwindFailure: null,
    result: null,
    externalIds: {},
    leftovers: [],
    skippedBecause: null,
    unwind: null,
    resources: ["b-cluster"],
  });
  expect(view.waves[1]?.technologies[1]?.resources).toEqual(["s-1", "s-2"]);
});

test.each([
  [{ subExecutionId: "drs-exec-456", jobId: "j" }, "drs-exec-456"],
  [{ jobId: "drsjob-1", executionId: "e" }, "e"],
  [{ other: "o", jobId: "drsjob-1" }, "drsjob-1"],
  [{ changeId: "C123" }, "C123"],
])("the sub-execution of %j is %s", (externalIds, expected) => {
  const { state } = two.after(completed(5, "a", { result: { externalIds } }));
  expect(toExecutionView(state).waves[0]?.technologies[0]?.subExecutionId).toBe(expected);
});

test("the times of a task stay its own when a clean-up follows", () => {
  const { state } = drilling([wave(1, ["a"])]).after(started(2, "a"), completed(5, "a"), started(6, "a", { phase: "cleanup" }));
  expect(toExecutionView(state).waves[0]?.technologies[0]).toMatchObject({
    status: "cleaning_up",
    requestedAt: at(0),
    startedAt: at(2),
    finishedAt: at(5),
    unwind: { phase: "cleanup", requestedAt: at(5), startedAt: at(6), finishedAt: null },
  });
});

describe("objectives", () => {
  const rpo = (seconds: number | null): Rpo => ({ seconds, method: "replica lag", confidence: seconds === null ? "unknown" : "exact" });
  const ending = (first: number | null, second: number | null) =>
    toExecutionView(
      running([wave(1, ["a", "b"])], { rtoSeconds: 60, rpoSeconds: 30 }).after(
        completed(5, "a", { result: { rpo: rpo(first) } }),
        completed(50, "b", { result: { rpo: rpo(second) } }),
      ).state,
    );

  test("recovery time is measured from start to end, pauses included and named", () => {
    expect(ending(30, 30)).toMatchObject({ rpo: { met: true } });
    expect(ending(1, 1).rto).toEqual({ targetSeconds: 60, actualSeconds: 50, pausedSeconds: 0, verdict: "met", met: true });
    const slow = running([wave(1, ["a"], { pauseBeforeWave: true })], { rtoSeconds: 60 }).after(resume(100), completed(130, "a"));
    expect(toExecutionView(slow.state).rto).toEqual({
      targetSeconds: 60,
      actualSeconds: 130,
      pausedSeconds: 100,
      verdict: "not_met",
      met: false,
    });
  });
  test("there is none before the end, after a failure, or without a target", () => {
    expect(toExecutionView(two.state).rto).toMatchObject({ actualSeconds: null, met: null });
    expect(toExecutionView(two.after(failed(1, "a")).state).rto).toMatchObject({ actualSeconds: null, met: false });
    expect(toExecutionView(running([wave(1, ["a"])]).after(completed(9, "a")).state).rto).toMatchObject({ actualSeconds: 9, met: null });
  });
  test("the worst data loss counts, and not knowing is worse than any number", () => {
    expect(ending(10, 20).rpo).toEqual({ targetSeconds: 30, worst: { ...rpo(20), taskId: "b" }, verdict: "met", met: true });
    expect(ending(40, 20).rpo).toEqual({ targetSeconds: 30, worst: { ...rpo(40), taskId: "a" }, verdict: "not_met", met: false });
    expect(ending(null, 20).rpo).toEqual({ targetSeconds: 30, worst: { ...rpo(null), taskId: "a" }, verdict: "unknown", met: null });
    expect(ending(40, null).rpo.worst).toMatchObject({ seconds: null, taskId: "b" });
    expect(toExecutionView(two.state).rpo).toEqual({ targetSeconds: 30, worst: null, verdict: "unknown", met: null });
  });
});

describe("a pause", () => {
  test("says why, until when, and who may resume", () => {
    const { state } = running([wave(1, ["a"], { pauseBeforeWave: true })]);
    expect(toStatusView(state)).toMatchObject({
      status: "paused",
      currentWave: 1,
      pause: {
        pauseId: `${EXECUTION}:pause:1`,
        reason: "before_wave",
        waveNumber: 1,
        since: at(0),
        expiresAt: at(3600),
        onExpiry: "fail",
        approval: null,
        approvals: [],
        mayResumeRoles: ["DRSOrchestrationAdmin", "DRSRecoveryManager", "DRSPlanManager", "DRSOperator"],
      },
    });
  });
  test("that needs approvals may be resumed by nobody, and tells who has decided", () => {
    const approval = { minApprovals: 2, approverRoles: ["DRRecoveryManager"], onDecline: "cancel" as const };
    const { state } = running([
      wave(1, ["a"], { pauseBeforeWave: true, pause: { maxPauseSeconds: 60, onExpiry: "fail", approval } }),
    ]).after(decideOn(1, ann));
    expect(toStatusView(state).pause).toMatchObject({
      mayResumeRoles: [],
      approvals: [{ approver: ann.principal, person: ann.principal, role: ann.role, decision: "approve", at: at(1) }],
    });
  });
  test("that was asked for and not reached is shown as asked for", () => {
    expect(toStatusView(two.after(pause(3)).state)).toMatchObject({
      status: "in_progress",
      pause: null,
      pauseRequested: { reason: "look", at: at(3) },
    });
  });
});

describe("the current wave", () => {
  test("is none before the first starts", () => {
    expect(toStatusView(given().after(request()).state).currentWave).toBeNull();
  });
  test("is the first that runs", () => {
    const { state } = running([wave(1, ["a"], { dependencies: [2] }), wave(2, ["b"]), wave(3, ["c"])]);
    expect(toStatusView(state).currentWave).toBe(2);
  });
  test("is the one that failed, or the last that ran, once it is over", () => {
    expect(toStatusView(two.after(failed(1, "a")).state).currentWave).toBe(1);
    expect(
      toStatusView(two.after(completed(1, "a"), completed(2, "b", { wave: 2 }), completed(3, "c", { wave: 2, technology: "drs" })).state)
        .currentWave,
    ).toBe(2);
  });
});

test("a degraded success says what it did without", () => {
  const { state } = running([wave(1, ["a"], { onFailure: "continue" }), wave(2, ["b", "c"])]).after(
    failed(1, "a"),
    skip(2, "c"),
    completed(3, "b", { wave: 2 }),
  );
  expect(toExecutionView(state)).toMatchObject({ status: "completed", degraded: true, failedWaves: [1], skippedTasks: ["c"] });
  const whole = running([wave(1, ["a"])]).after(completed(1, "a"));
  const failing = running([wave(1, ["a"])]).after(failed(1, "a"));
  expect([toStatusView(whole.state).degraded, toStatusView(failing.state).degraded]).toEqual([false, false]);
});

test("what a clean-up left, and what did not confirm its stop, is named", () => {
  const { state } = drilling([wave(1, ["a"])]).after(
    cancel(1),
    tick(301),
    completed(302, "a", { phase: "cleanup", result: { leftovers: ["i-1"] } }),
  );
  expect(toExecutionView(state)).toMatchObject({
    status: "cancelled",
    leftovers: [{ taskId: "a", resource: "i-1" }],
    unconfirmedTasks: ["a"],
  });
});

test("a drill that left something behind is a degraded success, also for who reads only the status", () => {
  const cleaned = (leftovers: string[]) =>
    drilling([wave(1, ["a"])]).after(completed(1, "a"), completed(2, "a", { phase: "cleanup", result: { leftovers } })).state;
  expect([toStatusView(cleaned(["i-1"])), toStatusView(cleaned([]))]).toMatchObject([
    { status: "completed", degraded: true },
    { status: "completed", degraded: false },
  ]);
});

describe("the history item", () => {
  test("of an open execution carries what is due", () => {
    expect(toHistoryItem(two.state, 4)).toEqual({
      ExecutionId: EXECUTION,
      PlanId: "plan-1",
      Tags: {},
      TriggerSource: "API",
      ExecutionType: "recovery",
      WaveProgress: { completed: 0, total: 2 },
      PlanName: "Plan 1",
      Status: "in_progress",
      StartTime: at(0),
      version: 4,
      dueAt: at(60),
      currentWave: 1,
      executionType: "recovery",
      mode: "planned",
      requestedBy: kim.principal,
      waveCount: 2,
      summary: {
        wavesDone: 0,
        wavesFailed: 0,
        wavesLeftOut: 0,
        verdict: null,
        unaccounted: 0,
        preemptedBy: null,
        degraded: false,
        manualInterventionRequired: false,
        failure: null,
        pause: null,
      },
    });
  });
  test("of one that only a word from outside can move is open, with nothing due", () => {
    const queued = given().after(request(), plan([wave(1, ["a"])], false));
    expect(toHistoryItem(queued.state, 4)).toMatchObject({ Status: "queued", dueAt: "9999-12-31T23:59:59.999Z" });
  });
  test("of a paused one names the pause", () => {
    const { state } = running([wave(1, ["a"], { pauseBeforeWave: true })]);
    expect(toHistoryItem(state, 5).summary.pause).toEqual({ pauseId: `${EXECUTION}:pause:1`, reason: "before_wave", expiresAt: at(3600) });
  });
  test("of one that has ended is closed", () => {
    const item = toHistoryItem(two.after(failed(7, "a")).state, 8);
    expect(item).toMatchObject({
      Status: "failed",
      finishedAt: at(7),
      summary: { wavesDone: 0, wavesFailed: 1, failure: { code: "execution.wave_failed" } },
    });
    expect(item).not.toHaveProperty("dueAt");
  });
  test("does not exist for an empty stream", () => {
    expect(() => toHistoryItem(initialState, 0)).toThrow("broken invariant");
  });
});

test("operations in flight are listed with their technology", () => {
  const { state } = two.after(completed(5, "a"), completed(6, "b", { wave: 2 }));
  expect(outstandingOperations(state)).toEqual([
    { operationId: operationId("c", { wave: 2 }), taskId: "c", technology: "drs", phase: "execute", attempt: 1 },
  ]);
});
