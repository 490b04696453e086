// No verdict that was not earned: what is said of a run follows from what it did.
import { describe, expect, test } from "vitest";
import type { TaskResult } from "@dr/events";
import {
  at,
  cancel,
  completed,
  drilling,
  failed,
  resourceResult,
  rollBack,
  running,
  skip,
  started,
  tick,
  wave,
} from "../../../test/execution.ts";
import type { ExecutionCommand } from "../commands.ts";
import { toHistoryItem } from "../summary.ts";
import type { ExecutionState } from "../state.ts";
import { toExecutionView } from "../view.ts";

const targets = { rtoSeconds: 60, rpoSeconds: 30 };
const onlyLooked: Partial<TaskResult> = { resources: [resourceResult("skipped_in_drill")] };
const cleanup = (taskId: string, waveNumber: number): ExecutionCommand => completed(9, taskId, { wave: waveNumber, phase: "cleanup" });
const verdicts = (state: ExecutionState) => {
  const { rto, rpo, exercised } = toExecutionView(state);
  return [rto.verdict, rpo.verdict, exercised.effects, exercised.of];
};
const two = [wave(1, ["a"], { onFailure: "continue" }), wave(2, ["b"])];

describe("objectives", () => {
  test.each<[string, ExecutionState, readonly unknown[]]>([
    ["all done in time", running(two, targets).after(completed(1, "a"), completed(5, "b", { wave: 2 })).state, ["met", "met", 2, 2]],
    ["all done too late", running(two, targets).after(completed(1, "a"), completed(65, "b", { wave: 2 })).state, ["not_met", "met", 2, 2]],
    [
      "the first wave failed under continue",
      running(two, targets).after(failed(1, "a"), completed(5, "b", { wave: 2 })).state,
      ["not_met", "not_met", 1, 2],
    ],
    [
      "a drill in which everything was only looked at",
      drilling(two, targets).after(
        completed(1, "a", { result: onlyLooked }),
        completed(5, "b", { wave: 2, result: onlyLooked }),
        cleanup("b", 2),
        cleanup("a", 1),
      ).state,
      ["not_proven", "not_proven", 0, 2],
    ],
    [
      "a drill that did half of it",
      drilling(two, targets).after(completed(1, "a"), completed(5, "b", { wave: 2, result: onlyLooked }), cleanup("b", 2), cleanup("a", 1))
        .state,
      ["met", "met", 1, 2],
    ],
    [
      "everything was found done",
      running([wave(1, ["a"])], targets).after(completed(1, "a", { result: { resources: [resourceResult("noop")] } })).state,
      ["not_proven", "not_proven", 0, 1],
    ],
    [
      "an operator left a part out",
      running(two, targets).after(skip(1, "a"), completed(5, "b", { wave: 2 })).state,
      ["not_proven", "not_proven", 1, 2],
    ],
    ["it runs", running(two, targets).after(completed(1, "a")).state, ["unknown", "unknown", 1, 2]],
    ["it failed", running([wave(1, ["a"])], targets).after(failed(1, "a")).state, ["not_met", "not_met", 0, 1]],
    [
      "it was cancelled in time",
      running(two, targets).after(completed(1, "a"), cancel(2), failed(3, "b", { wave: 2 })).state,
      ["not_proven", "not_proven", 1, 2],
    ],
    [
      "one resource of a success is unknown",
      running([wave(1, ["a"])], targets).after(
        completed(1, "a", { result: { resources: [resourceResult("completed"), resourceResult("unknown")] } }),
      ).state,
      ["unknown", "unknown", 1, 2],
    ],
    ["nobody promised anything", running([wave(1, ["a"])]).after(completed(1, "a")).state, [null, null, 1, 1]],
  ])("%s", (_, state, expected) => {
    expect(verdicts(state)).toEqual(expected);
  });

  test("a pause counts however it ends", () => {
    const paused = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], pauseBeforeWave: true })]).after(completed(2, "a"));
    const pausedSeconds = (...commands: ExecutionCommand[]) => toExecutionView(paused.after(...commands).state).rto.pausedSeconds;
    expect([cancel(20), rollBack(20), tick(3602)].map((command) => pausedSeconds(command))).toEqual([18, 18, 3600]);
  });
});

describe("the list item", () => {
  test("counts waves by what became of them, and repeats the verdict", () => {
    const waves = [wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] }), wave(3, ["c"], { dependencies: [2] })];
    const { state } = running(waves, targets).after(completed(1, "a"), failed(2, "b", { wave: 2 }));
    expect(toHistoryItem(state, 9).summary).toMatchObject({
      wavesDone: 1,
      wavesFailed: 1,
      wavesLeftOut: 0,
      verdict: { rto: "not_met", rpo: "not_met", exercised: { effects: 1, of: 3, share: 0.3333 } },
    });
    expect(toHistoryItem(running(waves).state, 4).summary.verdict).toBeNull();
  });

  test("counts effects of which nobody knows, until a late word clears them up", () => {
    const over = running([wave(1, ["a"], { onFailure: "continue" }), wave(2, ["b"])]).after(completed(1, "b", { wave: 2 }), tick(600));
    expect(toHistoryItem(over.state, 9).summary).toMatchObject({ unaccounted: 1, degraded: true, manualInterventionRequired: true });
    const { summary } = toHistoryItem(over.after(failed(700, "a")).state, 10);
    expect(summary).toMatchObject({ unaccounted: 0, degraded: true, manualInterventionRequired: false });
  });
});

describe("effects at the end", () => {
  test("a launch that timed out is named with its resource, what was done and how to check", () => {
    const { state } = running([wave(1, ["a"])]).after(started(1, "a"), tick(600));
    const view = toExecutionView(state);
    expect(view).toMatchObject({ status: "failed", manualInterventionRequired: true, standingEffects: [] });
    expect(view.unaccounted).toMatchObject([
      {
        taskId: "a",
        resource: "a-cluster",
        technology: "database",
        operation: "failover",
        since: at(0),
        why: `the task did not answer before its deadline; last seen: it had begun, as its adapter said at ${at(1)}`,
        howToCheck: "look at a-cluster in database itself and compare with what failover changes",
      },
    ]);
    const late = toExecutionView(running([wave(1, ["a"])]).after(started(1, "a"), tick(600), completed(700, "a")).state);
    expect(late).toMatchObject({ unaccounted: [], standingEffects: [{ taskId: "a", resource: "a-cluster" }] });
  });

  test("an adapter's own words about what it did stand beside the resource", () => {
    const said = { resource: "a-cluster", did: "a launch was sent at 04:00", check: "look for instances tagged exec-1" };
    const over = (state: "unknown" | "stands") =>
      toExecutionView(running([wave(1, ["a"])]).after(failed(1, "a", { result: { unaccounted: [{ ...said, state }] } })).state);
    expect(over("unknown")).toMatchObject({
      manualInterventionRequired: true,
      unaccounted: [{ resource: "a-cluster", why: said.did, howToCheck: said.check }],
      standingEffects: [],
    });
    expect(over("stands")).toMatchObject({ unaccounted: [], standingEffects: [{ resource: "a-cluster" }] });
  });

  test("a task skipped at work whose run goes on makes a degraded success", () => {
    const { state } = running([wave(1, ["a", "b"])]).after(started(1, "a"), skip(2, "a"), completed(3, "b"));
    expect(toExecutionView(state)).toMatchObject({
      status: "completed",
      degraded: true,
      manualInterventionRequired: true,
      unaccounted: [{ taskId: "a", why: "it was skipped while it was at work, and its adapter has not said what came of it" }],
    });
  });

  test("what stands after a failure or a cancel is listed, and gone once it is rolled back", () => {
    const over = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(completed(1, "a"), failed(2, "b", { wave: 2 }));
    expect(toExecutionView(over.state).standingEffects).toMatchObject([{ taskId: "a", resource: "a-cluster" }]);
    expect(toExecutionView(over.after(rollBack(3), completed(4, "a", { phase: "rollback" })).state).standingEffects).toEqual([]);
  });
});
