/** A stream that ends in the middle of a decision, or that an older version wrote: the next tick finishes what follows from it. */
import { expect, test } from "vitest";
import { at, completed, context, drilling, event, failed, given, running, tick, wave, type Op } from "../../../test/execution.ts";
import { evolve, foldExecution } from "../evolve/evolve.ts";
import { initialState } from "../initial-state.ts";
import { toHistoryItem } from "../summary.ts";
import { toExecutionView } from "../view.ts";

/** Every prefix of the stream that ends after a start, told forward by ticks, comes to the same end. */
function expectSameEnd(whole: ReturnType<typeof running>, from: number): void {
  for (let length = from; length < whole.events.length; length += 1) {
    const cut = given(...whole.events.slice(0, length)).after(tick(100));
    expect(cut.state.status, `cut after ${whole.events[length - 1]?.type}`).toBe(whole.state.status);
    expect(cut.state.waves.map(({ status }) => status)).toEqual(whole.state.waves.map(({ status }) => status));
  }
}

const lastFact = (whole: ReturnType<typeof running>): number =>
  whole.events.findLastIndex(
    ({ type }) => type === "TechnologyCompleted" || type === "TechnologyFailed" || type === "TechnologyRolledBack",
  ) + 1;

test("a completion, a failure, a skip of waves", () => {
  const waves = [wave(1, ["a"], { onFailure: "continue" }), wave(2, ["b"], { dependencies: [1] }), wave(3, ["c"])];
  const done = running(waves).after(completed(1, "a"), completed(2, "b", { wave: 2 }), completed(3, "c", { wave: 3 }));
  expectSameEnd(done, lastFact(done));
  const degraded = running(waves).after(completed(1, "c", { wave: 3 }), failed(2, "a"));
  expectSameEnd(degraded, lastFact(degraded));
});

test("a rollback", () => {
  const rollback: Op = { phase: "rollback" };
  const whole = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], onFailure: "rollback" })]).after(
    completed(1, "a"),
    failed(2, "b", { wave: 2 }),
    completed(3, "a", rollback),
  );
  expectSameEnd(whole, lastFact(whole));
});

test("a clean-up", () => {
  const whole = drilling([wave(1, ["a"])]).after(completed(1, "a"), completed(2, "a", { phase: "cleanup" }));
  const from = whole.events.findIndex(({ type }) => type === "TechnologyCleanedUp") + 1;
  expectSameEnd(whole, from);
});

test("an execution that times out before its first wave started", () => {
  const [requested, slices, planned, started] = running([wave(1, ["a"])], { timeoutSeconds: 10 }).events;
  if (!requested || !slices || !planned || !started) throw new Error("four events");
  const { events } = given(requested, slices, planned, started).after(tick(10));
  expect(events.at(-1)).toEqual(
    event(10, "ExecutionFailed", {
      failure: {
        code: "execution.timed_out",
        message: "the execution did not finish before its deadline",
        retryable: false,
        details: { decidedBy: "planner", deadlineAt: at(10) },
      },
      manualInterventionRequired: false,
    }),
  );
});

test("a request of an older version, which did not say who asked", () => {
  const old = event(0, "ExecutionRequested", {
    ...context(),
    planName: "p",
    planVersion: 1,
    planHash: "h",
    tags: {},
    triggerSource: "API",
    force: false,
  });
  const state = foldExecution([old]);
  expect(state.status).toBe("planning");
  expect(toExecutionView(state).requestedBy).toBeNull();
  expect(toHistoryItem(state, 1).requestedBy).toBeNull();
});

test("a skip of an older version, which did not say why, was an operator's", () => {
  const { events } = running([wave(1, ["a", "b"])]);
  const { state } = given(...events, event(1, "TechnologySkipped", { waveNumber: 1, taskId: "a", reason: "old" }));
  expect(state.waves[0]?.tasks[0]).toMatchObject({ status: "skipped", skippedBecause: "operator" });
});

test("the state is small enough to be copied fast at each event", () => {
  expect(Object.keys(initialState).length).toBeLessThanOrEqual(32);
});

test("an event of another stream changes nothing", () => {
  expect(evolve(initialState, event(0, "PlanDeleted", { version: 1 }))).toBe(initialState);
});

test("the fold of a stream goes on from a snapshot of its beginning", () => {
  const whole = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(completed(1, "a"), completed(2, "b", { wave: 2 }));
  for (let cut = 0; cut <= whole.events.length; cut += 1) {
    const snapshot = JSON.parse(JSON.stringify(foldExecution(whole.events.slice(0, cut)))) as typeof whole.state;
    expect(foldExecution(whole.events.slice(cut), snapshot)).toEqual(whole.state);
  }
});
