/** What a failed wave leads to: fail, pause, continue, rollback (which has specs of its own). */
import { describe, expect, test } from "vitest";
import {
  asked,
  at,
  cancel,
  completed,
  context,
  event,
  EXECUTION,
  failed,
  failure,
  recorded,
  resume,
  retry,
  running,
  skip,
  task,
  tick,
  wave,
  waveStarted,
} from "../../../test/execution.ts";

const PAUSE = `${EXECUTION}:pause:1`;
const failures = (...taskIds: string[]) => taskIds.map((taskId) => ({ taskId, failure: failure() }));
const waveFailed = (seconds: number, policy: "fail" | "pause" | "continue", waveNumber: number, ...taskIds: string[]) =>
  event(seconds, "WaveFailed", { waveNumber, policy, failures: failures(...taskIds) });
const executionFailed = (seconds: number, waveNumber: number, ...taskIds: string[]) =>
  event(seconds, "ExecutionFailed", {
    failure: {
      code: "execution.wave_failed",
      message: `wave ${waveNumber} (Wave ${waveNumber}) failed: ${taskIds.map((taskId) => `${taskId}: not ready`).join("; ")}`,
      retryable: false,
      details: { waveNumber, tasks: taskIds.map((taskId) => ({ taskId, code: "rds.not_ready" })) },
    },
    waveNumber,
    manualInterventionRequired: false,
  });

describe("fail", () => {
  test("one failed task fails its wave once the others are through, and the execution with it", () => {
    const two = running([wave(1, ["a", "b"]), wave(2, ["c"], { dependencies: [1] })]);
    two.when(failed(1, "a")).thenEvents(recorded(failed(1, "a")));
    two
      .after(failed(1, "a"))
      .when(completed(2, "b"))
      .thenEvents(recorded(completed(2, "b")), waveFailed(2, "fail", 1, "a"), executionFailed(2, 1, "a"));
  });

  test("tasks that depend on the failed one are skipped, those that do not are still asked", () => {
    const { events, state } = running([
      wave(1, ["db", task("app", { dependsOn: ["db"] }), task("web", { dependsOn: ["app"] }), "dns"]),
    ]).after(failed(1, "db"), completed(2, "dns"));
    expect(events.slice(-4)).toEqual([
      event(2, "TechnologySkipped", { waveNumber: 1, taskId: "app", reason: "a task that it depends on failed", because: "dependency" }),
      event(2, "TechnologySkipped", { waveNumber: 1, taskId: "web", reason: "a task that it depends on failed", because: "dependency" }),
      waveFailed(2, "fail", 1, "db"),
      executionFailed(2, 1, "db"),
    ]);
    expect(state).toMatchObject({ status: "failed", failedWave: 1, finishedAt: at(2) });
  });

  test("a task that an operator left out after its failure is not among those that failed the wave", () => {
    const { events } = running([wave(1, ["a", "b"])]).after(failed(1, "a"), skip(2, "a"), failed(3, "b"));
    expect(events.slice(-2)).toEqual([waveFailed(3, "fail", 1, "b"), executionFailed(3, 1, "b")]);
  });

  test("other branches start no further wave, but what runs may finish", () => {
    const branches = running([wave(1, ["a"]), wave(2, ["b"]), wave(3, ["c"], { dependencies: [2] })]).after(failed(1, "a"));
    expect(branches.state).toMatchObject({ status: "executing", ending: "fail" });
    branches
      .when(completed(2, "b", { wave: 2 }))
      .thenEvents(recorded(completed(2, "b", { wave: 2 })), event(2, "WaveCompleted", { waveNumber: 2 }), executionFailed(2, 1, "a"));
  });

  test("the first of two failed waves gives the execution its failure", () => {
    const { events } = running([wave(1, ["a"]), wave(2, ["b"])]).after(failed(1, "b", { wave: 2 }), failed(2, "a"));
    expect(events.slice(-2)).toEqual([waveFailed(2, "fail", 1, "a"), executionFailed(2, 2, "b")]);
  });
});

describe("continue", () => {
  const policy = { onFailure: "continue" } as const;

  test("waves that depend on the failed one are skipped, independent ones go on, and the end is a degraded success", () => {
    const plan = running([
      wave(1, ["a"], policy),
      wave(2, ["b"]),
      wave(3, ["c"], { dependencies: [1] }),
      wave(4, ["d"], { dependencies: [3, 2] }),
      wave(5, ["e"], { dependencies: [2] }),
    ]);
    const skipped = (waveNumber: number) => event(1, "WaveSkipped", { waveNumber, reason: "a wave that it depends on failed" });
    plan.when(failed(1, "a")).thenEvents(recorded(failed(1, "a")), waveFailed(1, "continue", 1, "a"), skipped(3), skipped(4));
    const { events, state } = plan.after(failed(1, "a"), completed(2, "b", { wave: 2 }), completed(3, "e", { wave: 5 }));
    expect(events.slice(-4)).toEqual([
      waveStarted(2, 5, ["e"]),
      recorded(completed(3, "e", { wave: 5 })),
      event(3, "WaveCompleted", { waveNumber: 5 }),
      event(3, "ExecutionCompleted", { skippedTasks: ["c", "d"], failedWaves: [1] }),
    ]);
    expect(state.waves.map(({ status }) => status)).toEqual(["failed", "completed", "skipped", "skipped", "completed"]);
  });

  test("a task that an operator had left out of a skipped wave stays left out by the operator", () => {
    const { state } = running([wave(1, ["a"], policy), wave(2, ["b", "c"], { dependencies: [1] })]).after(skip(1, "b"), failed(2, "a"));
    expect(state.waves[1]?.tasks.map(({ skippedBecause }) => skippedBecause)).toEqual(["operator", "dependency"]);
  });

  test("with nothing completed at all the execution fails, whatever the policy says", () => {
    const { events } = running([wave(1, ["a"], policy), wave(2, ["b"], { dependencies: [1] })]).after(failed(1, "a"));
    expect(events.at(-1)).toEqual(executionFailed(1, 1, "a"));
  });
});

describe("pause", () => {
  const waves = [wave(1, ["a", "b"], { onFailure: "pause" }), wave(2, ["c"], { dependencies: [1] })];
  const paused = running(waves).after(failed(1, "a"), completed(2, "b"));
  const pausedEvent = (seconds: number) =>
    event(seconds, "ExecutionPaused", {
      pauseId: PAUSE,
      reason: "on_failure",
      waveNumber: 1,
      expiresAt: at(seconds + 3600),
      onExpiry: "fail",
    });

  test("the execution waits for an operator once the wave has settled", () => {
    expect(paused.events.slice(-2)).toEqual([waveFailed(2, "pause", 1, "a"), pausedEvent(2)]);
  });

  test("it cannot be resumed while the failure lies there", () => {
    paused.when(resume(3)).thenThrows("execution.failures_unresolved", { status: "paused", waves: [1] });
  });

  test("a task that is retried with success completes the wave; then the operator resumes", () => {
    const again = asked(10, "a", { attempt: 2 });
    paused
      .when(retry(10, "a"))
      .thenEvents(event(10, "TechnologyRetryRequested", { ...context(), task: again, reason: "operator", note: "fixed" }));
    const mended = paused.after(retry(10, "a"), completed(11, "a", { attempt: 2 }));
    expect(mended.events.at(-1)).toEqual(event(11, "WaveCompleted", { waveNumber: 1 }));
    expect(mended.state.status).toBe("paused");
    mended.when(resume(12)).thenEvents(event(12, "ExecutionResumed", { pauseId: PAUSE, by: "operator" }), waveStarted(12, 2, ["c"]));
  });

  test("a task that is skipped lets the wave complete without it", () => {
    paused
      .when(skip(10, "a"))
      .thenEvents(
        event(10, "TechnologySkipped", { waveNumber: 1, taskId: "a", reason: "not needed", because: "operator" }),
        event(10, "WaveCompleted", { waveNumber: 1 }),
      );
  });

  test("a retry that fails again fails the wave again, and the same pause goes on", () => {
    const { events, state } = paused.after(retry(10, "a"), failed(11, "a", { attempt: 2 }));
    expect(events.at(-1)).toEqual(waveFailed(11, "pause", 1, "a"));
    expect(state).toMatchObject({ status: "paused", pauses: { taken: 1 }, pause: { pauseId: PAUSE } });
  });

  test("with two failed tasks, one mended and one skipped, the wave completes with the last of them", () => {
    const both = running(waves).after(failed(1, "a"), failed(2, "b"), retry(3, "a"));
    expect(both.state.waves[0]?.status).toBe("in_progress");
    const half = both.after(completed(4, "a", { attempt: 2 }));
    expect(half.state).toMatchObject({ schedule: { unresolvedWaves: [0] }, waves: [{ status: "failed" }, {}] });
    half
      .when(skip(5, "b"))
      .thenEvents(
        event(5, "TechnologySkipped", { waveNumber: 1, taskId: "b", reason: "not needed", because: "operator" }),
        event(5, "WaveCompleted", { waveNumber: 1 }),
      );
  });

  test("tasks that wait for the failed one go on waiting, and run once it is mended or skipped", () => {
    const chain = running([wave(1, ["db", task("app", { dependsOn: ["db"] })], { onFailure: "pause" })]).after(failed(1, "db"));
    expect(chain.state.waves[0]?.tasks[1]?.status).toBe("waiting");
    const skipped = chain.after(skip(5, "db"));
    expect(skipped.events.at(-1)).toEqual(event(5, "TechnologyRequested", { ...context(), task: asked(5, "app") }));
    expect(skipped.state).toMatchObject({ schedule: { openWaves: [0], unresolvedWaves: [] } });
    chain
      .after(skip(4, "app"))
      .when(skip(5, "db"))
      .thenEvents(
        event(5, "TechnologySkipped", { waveNumber: 1, taskId: "db", reason: "not needed", because: "operator" }),
        event(5, "WaveCompleted", { waveNumber: 1 }),
      );
  });

  test("a wave that an operator reopens has its whole time again", () => {
    const timed = running([wave(1, ["a"], { onFailure: "pause", timeoutSeconds: 100 })]).after(failed(1, "a"), retry(500, "a"));
    expect(timed.state.waves[0]).toMatchObject({ status: "in_progress", deadlineAt: at(600) });
  });

  test("other branches run on, and what they do is recorded while the execution waits", () => {
    const branches = running([wave(1, ["a"], { onFailure: "pause" }), wave(2, ["b"]), wave(3, ["c"], { dependencies: [2] })]).after(
      failed(1, "a"),
    );
    expect(branches.state.status).toBe("paused");
    branches
      .when(completed(2, "b", { wave: 2 }))
      .thenEvents(recorded(completed(2, "b", { wave: 2 })), event(2, "WaveCompleted", { waveNumber: 2 }));
  });

  test("a failure during another pause holds the execution when that pause ends", () => {
    const gated = running([wave(1, ["a"], { onFailure: "pause" }), wave(2, ["b"], { pauseBeforeWave: true })]).after(failed(1, "a"));
    expect(gated.state.pause?.reason).toBe("before_wave");
    gated.when(resume(5)).thenEvents(
      event(5, "ExecutionResumed", { pauseId: PAUSE, by: "operator" }),
      event(5, "ExecutionPaused", {
        pauseId: `${EXECUTION}:pause:2`,
        reason: "on_failure",
        waveNumber: 1,
        expiresAt: at(3605),
        onExpiry: "fail",
      }),
    );
  });

  test("expiring into `continue` goes on without the failed wave", () => {
    const expiring = { onFailure: "pause", pause: { maxPauseSeconds: 100, onExpiry: "continue" } } as const;
    const lax = running([
      wave(1, ["a", task("app", { dependsOn: ["a"] })], expiring),
      wave(2, ["b"]),
      wave(3, ["c"], { dependencies: [1] }),
    ]).after(completed(1, "b", { wave: 2 }), failed(2, "a"));
    lax.when(tick(102)).thenEvents(
      event(102, "ExecutionResumed", { pauseId: PAUSE, by: "expiry" }),
      event(102, "TechnologySkipped", {
        waveNumber: 1,
        taskId: "app",
        reason: "a task that it depends on failed",
        because: "dependency",
      }),
      waveFailed(102, "continue", 1, "a"),
      event(102, "WaveSkipped", { waveNumber: 3, reason: "a wave that it depends on failed" }),
      event(102, "ExecutionCompleted", { skippedTasks: ["app", "c"], failedWaves: [1] }),
    );
  });

  test("the execution can still be cancelled", () => {
    expect(paused.after(cancel(5)).state.status).toBe("cancelled");
  });
});
