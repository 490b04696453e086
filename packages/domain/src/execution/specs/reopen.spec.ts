// A redrive, or a rollback on demand, of a recovery whose resources drills have by now: it waits for them, and is taken up again.
import { describe, expect, test } from "vitest";
import * as say from "../../../test/execution.ts";
import { toStatusView } from "../view.ts";

const { running, wave, completed, failed, cancel, redrive, rollBack, waiting, admit, outrun, event, at } = say;
const why = "drill exec-9 has a-cluster";
const run = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(completed(1, "a"));
const over = run.after(failed(2, "b", { wave: 2 }));

describe.each([
  ["redrive", waiting(redrive(5)), { fromWave: 2, reason: "again" }],
  ["rollback", waiting(rollBack(5)), { reason: "wrong site", taskIds: ["a"], onDemand: { outcome: "failed" } }],
] as const)("a %s that waits for drills", (as, command, began) => {
  const { reason } = began;
  const queued = over.after(command);

  test("queues, says what for, and is open again", () => {
    expect(queued.events.at(-1)).toEqual(event(5, "ExecutionQueued", { reason: why, waitingFor: "resources", reopens: { as, reason } }));
    expect(queued.state).toMatchObject({ status: "queued", finishedAt: null, failure: { code: "execution.wave_failed" } });
    const { next } = toStatusView(queued.state, { now: at(6), caller: say.ann });
    expect(next).toMatchObject({ waitingFor: "resources", why, since: at(5), until: null });
    expect(next?.nextActions.map(({ action }) => action)).toEqual(["pause", "switch_mode", "cancel"]);
  });

  test("begins when it is let in", () => {
    const { events, state } = queued.after(admit(9));
    const type = as === "redrive" ? "ExecutionRedriven" : "RollbackStarted";
    expect(events.find((one) => one.type === type)).toEqual(event(9, type, began as never));
    expect([state.status, state.queue, state.pendingOutcome]).toEqual(
      as === "redrive" ? ["executing", null, null] : ["rolling_back", null, "failed"],
    );
  });

  test("ends as failed where somebody else got there first: nothing is done over it", () => {
    const { state } = queued.after(outrun(9));
    expect(state).toMatchObject({ status: "failed", failure: { code: "execution.resource_conflict" }, failedWave: 2, queue: null });
    expect(state.waves[0]?.tasks[0]).toMatchObject({ effect: "stands" });
  });

  test("can be cancelled, and asked for once more", () => {
    const cancelled = queued.after(cancel(7));
    expect(cancelled.state).toMatchObject({ status: "cancelled", queue: null });
    expect(cancelled.after(redrive(8)).state.status).toBe("executing");
    expect(cancelled.after(rollBack(8), completed(9, "a", { phase: "rollback" })).state.status).toBe("cancelled");
  });
});

test("a paused run holds its resources: its rollback waits for nobody", () => {
  const paused = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], pauseBeforeWave: true })]).after(completed(1, "a"));
  expect(paused.after(waiting(rollBack(5))).state.status).toBe("rolling_back");
});

test("a cancelled run that is rolled back after a wait ends as cancelled", () => {
  const { state } = run.after(failed(2, "b", { wave: 2 })).after(redrive(3), cancel(4), failed(5, "b", { wave: 2, attempt: 2 }));
  expect(state.status).toBe("cancelled");
  const back = run
    .after(failed(2, "b", { wave: 2 }), redrive(3), cancel(4), failed(5, "b", { wave: 2, attempt: 2 }), waiting(rollBack(6)), admit(7))
    .after(completed(8, "a", { phase: "rollback" }));
  expect(back.state).toMatchObject({ status: "cancelled", failure: null });
});

describe("a cancel that means only what has not begun", () => {
  const only = (seconds: number) => ({ ...cancel(seconds), onlyUnbegun: true }) as const;

  test("ends what is queued", () => {
    const { state } = say.given().after(say.request(), say.plan([wave(1, ["a"])], false), only(1));
    expect(state.status).toBe("cancelled");
  });

  test("leaves alone what runs, is planned, or waits to be taken up again", () => {
    run.when(only(2)).thenThrows("execution.already_begun", { status: "in_progress" });
    say.given().after(say.request()).when(only(2)).thenThrows("execution.already_begun", { status: "planning" });
    over
      .after(waiting(redrive(5)))
      .when(only(6))
      .thenThrows("execution.already_begun", { status: "queued" });
  });
});
