/** Running a failed execution again: what stands is kept. */
import { expect, test } from "vitest";
import {
  asked,
  at,
  cancel,
  completed,
  drilling,
  event,
  failed,
  given,
  redrive,
  ref,
  request,
  resume,
  running,
  skip,
  task,
  wave,
  waveStarted,
} from "../../../test/execution.ts";

const again = (seconds: number, fromWave: number) => event(seconds, "ExecutionRedriven", { fromWave, reason: "again" });

test("begins at the first unfinished wave, with new attempts; completed tasks are kept", () => {
  const over = running([wave(1, ["a"]), wave(2, ["b", "c"], { dependencies: [1] }), wave(3, ["d"], { dependencies: [2] })]).after(
    completed(1, "a"),
    completed(2, "b", { wave: 2 }),
    failed(3, "c", { wave: 2 }),
  );
  over.when(redrive(100)).thenEvents(again(100, 2), waveStarted(100, 2, [], { technologies: [asked(100, "c", { wave: 2, attempt: 2 })] }));
  const { state } = over.after(redrive(100), completed(101, "c", { wave: 2, attempt: 2 }), completed(102, "d", { wave: 3 }));
  expect(state).toMatchObject({ status: "completed", failure: null, failedWave: null, finishedAt: at(102), startedAt: at(0) });
});

test("the retry policy counts anew, and the time of the execution begins again", () => {
  const over = running([wave(1, [task("a", { retry: { maxAttempts: 1, intervalSeconds: 10, backoffRate: 1, maxIntervalSeconds: 10 } })])], {
    timeoutSeconds: 50,
  }).after(failed(1, "a", { failure: { retryable: true } }));
  expect(over.state.status).toBe("failed");
  expect(over.after(redrive(100)).state).toMatchObject({ status: "executing", deadlineAt: at(150) });
  const twice = over.after(redrive(100), failed(101, "a", { attempt: 2, failure: { retryable: true } }), redrive(200));
  expect(twice.state.waves[0]?.tasks[0]).toMatchObject({ attempt: 3, attemptsBefore: 2 });
});

test("tasks that an operator left out stay out; those that were left out for a failure are tried again", () => {
  const over = running([wave(1, ["a", "b", task("c", { dependsOn: ["a"] })])]).after(skip(1, "b"), failed(2, "a"));
  const { events, state } = over.after(redrive(100));
  expect(events.at(-1)).toEqual(waveStarted(100, 1, [], { technologies: [asked(100, "a", { attempt: 2 })] }));
  expect(state.waves[0]?.tasks.map(({ status }) => status)).toEqual(["requested", "skipped", "waiting"]);
});

test("a gate that was passed stays passed; one that was not is taken again", () => {
  const gated = { pauseBeforeWave: true };
  const over = running([wave(1, ["a"], gated), wave(2, ["b"], { ...gated, dependencies: [1] })]).after(resume(1), failed(2, "a"));
  const { state } = over.after(redrive(100), completed(101, "a", { attempt: 2 }));
  expect(state).toMatchObject({ status: "paused", pause: { reason: "before_wave", waveNumber: 2 } });
});

test("a pause that was owed after a completed wave is taken first", () => {
  const over = running([wave(1, ["a"], { pauseAfterWave: true }), wave(2, ["b"]), wave(3, ["c"], { dependencies: [1] })]).after(
    completed(1, "a"),
    failed(2, "b", { wave: 2 }),
    redrive(100),
  );
  expect(over.state).toMatchObject({ status: "paused", pause: { reason: "after_wave", waveNumber: 1 } });
});

test("what was recorded before a redrive is recognised after it, also while the task waits for its turn", () => {
  const over = running([wave(1, ["a"], { onFailure: "continue" }), wave(2, ["b"]), wave(3, ["c"], { dependencies: [2] })]).after(
    failed(1, "a"),
    failed(2, "b", { wave: 2 }),
    redrive(100),
  );
  over.when(failed(101, "a")).thenNothing();
  over.when(failed(101, "b", { wave: 2 })).thenNothing();
  const rolled = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], onFailure: "rollback" })]).after(
    completed(1, "a"),
    failed(2, "b", { wave: 2 }),
    completed(3, "a", { phase: "rollback" }),
    redrive(100),
  );
  rolled.when(failed(101, "b", { wave: 2 })).thenNothing();
  rolled.when(completed(101, "b", { wave: 2 })).thenEvents(
    event(101, "OperationResultIgnored", {
      ...ref("b", { wave: 2 }),
      reportedType: "TechnologyCompleted",
      reason: "stale_attempt",
      effect: "stands",
    }),
  );
});

test("waves skipped under `continue` run after all", () => {
  const over = running([wave(1, ["a"], { onFailure: "continue" }), wave(2, ["b"], { dependencies: [1] }), wave(3, ["c"])]).after(
    failed(1, "a"),
    failed(2, "c", { wave: 3 }),
    redrive(100),
  );
  expect(over.state.waves.map(({ status }) => status)).toEqual(["in_progress", "pending", "in_progress"]);
});

test("what a rollback took back is done again, in order", () => {
  const over = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], onFailure: "rollback" })]).after(
    completed(1, "a"),
    failed(2, "b", { wave: 2 }),
    completed(3, "a", { phase: "rollback" }),
  );
  const { events, state } = over.after(redrive(100));
  expect(events.slice(-2)).toEqual([again(100, 1), waveStarted(100, 1, [], { technologies: [asked(100, "a", { attempt: 2 })] })]);
  expect(state).toMatchObject({ rollback: null, ending: null, waves: [{ status: "in_progress" }, { status: "pending" }] });
});

test("a wave whose tasks were all left out waits again for the waves before it, and so does what depends on it", () => {
  const waves = [wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] }), wave(3, ["c"], { dependencies: [2], onFailure: "rollback" })];
  const over = running(waves).after(skip(1, "b"), completed(2, "a"), failed(3, "c", { wave: 3 }), completed(4, "a", { phase: "rollback" }));
  const second = over.after(redrive(100));
  expect(second.state.waves.map(({ status }) => status)).toEqual(["in_progress", "pending", "pending"]);
  const { events } = second.after(completed(101, "a", { attempt: 2 }));
  expect(events.slice(-5).map(({ type }) => type)).toEqual([
    "TechnologyCompleted",
    "WaveCompleted",
    "WaveStarted",
    "WaveCompleted",
    "WaveStarted",
  ]);
});

test("a completed wave of which only a part was taken back is finished again", () => {
  const point = task("a", { reversibility: "irreversible" });
  const over = running([
    wave(1, [point, task("b", { dependsOn: ["a"] })]),
    wave(2, ["c"], { dependencies: [1], onFailure: "rollback" }),
  ]).after(completed(1, "a"), completed(2, "b"), failed(3, "c", { wave: 2 }), completed(4, "b", { phase: "rollback" }));
  expect(over.state).toMatchObject({ status: "failed", manualInterventionRequired: true });
  over.when(redrive(100)).thenEvents(again(100, 1), waveStarted(100, 1, [], { technologies: [asked(100, "b", { attempt: 2 })] }));
});

test("and that also when a wave depends on one of a higher number", () => {
  const waves = [wave(1, ["b"], { dependencies: [2] }), wave(2, ["a"]), wave(3, ["c"], { dependencies: [1], onFailure: "rollback" })];
  const { state } = running(waves).after(
    skip(1, "b"),
    completed(2, "a", { wave: 2 }),
    failed(3, "c", { wave: 3 }),
    completed(4, "a", { wave: 2, phase: "rollback" }),
    redrive(100),
  );
  expect(state.waves.map(({ status }) => status)).toEqual(["pending", "in_progress", "pending"]);
});

test("a second rollback has operations of its own", () => {
  const over = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], onFailure: "rollback" })]).after(
    completed(1, "a"),
    failed(2, "b", { wave: 2 }),
    completed(3, "a", { phase: "rollback" }),
    redrive(100),
    completed(101, "a", { attempt: 2 }),
    failed(102, "b", { wave: 2, attempt: 2 }),
  );
  expect(over.events.at(-1)).toMatchObject({
    type: "TechnologyRollbackRequested",
    data: { task: { attempt: 2, phase: "rollback" } },
  });
  expect(over.after(completed(103, "a", { phase: "rollback", attempt: 2 })).state.status).toBe("failed");
});

test("what a drill cleaned up is done again, and cleaned up again", () => {
  const over = drilling([wave(1, ["a", "s"]), wave(2, ["b"], { dependencies: [1] })]).after(
    skip(1, "s"),
    completed(1, "a"),
    failed(2, "b", { wave: 2 }),
    completed(3, "b", { wave: 2, phase: "cleanup" }),
    completed(4, "s", { phase: "cleanup" }),
    completed(4, "a", { phase: "cleanup" }),
  );
  expect(over.state.status).toBe("failed");
  const second = over.after(redrive(100), completed(101, "a", { attempt: 2 }), completed(102, "b", { wave: 2, attempt: 2 }));
  expect(second.state.status).toBe("cleaning_up");
  const { state } = second.after(
    completed(103, "b", { wave: 2, phase: "cleanup", attempt: 2 }),
    completed(104, "a", { phase: "cleanup", attempt: 2 }),
    completed(104, "s", { phase: "cleanup", attempt: 2 }),
  );
  expect(state).toMatchObject({ status: "completed", cleanedUp: true });
});

test("is refused unless the execution failed or was cancelled in its waves", () => {
  running([wave(1, ["a"])])
    .when(redrive(1))
    .thenThrows("execution.not_redrivable", { status: "in_progress" });
  running([wave(1, ["a"])])
    .after(cancel(1))
    .when(redrive(400))
    .thenThrows("execution.not_redrivable", { status: "cancelling" });
  given()
    .after(request(), { type: "RejectPlanning", now: at(1), failure: { code: "plan.gone", message: "gone", retryable: false } })
    .when(redrive(2))
    .thenThrows("execution.not_redrivable", { status: "failed" });
  given().when(redrive(1)).thenThrows("execution.not_found");
});
