/** Rollback: effects are taken back last first, up to the first that cannot be. */
import { describe, expect, test } from "vitest";
import type { DomainEvent, ResourceResult, TaskResult } from "@dr/events";
import type { ExecutionCommand } from "../commands.ts";
import {
  asked,
  completed,
  context,
  drilling,
  event,
  failed,
  operationId,
  ref,
  resourceResult,
  result,
  running,
  skip,
  started,
  task,
  tick,
  wave,
  type Op,
} from "../../../test/execution.ts";

const policy = { onFailure: "rollback" } as const;
const rollback = (waveNumber = 1, attempt = 1): Op => ({ wave: waveNumber, phase: "rollback", attempt });
const requested = (seconds: number, taskId: string, waveNumber = 1, more = {}) =>
  event(seconds, "TechnologyRollbackRequested", {
    ...context(waveNumber),
    task: asked(seconds, taskId, rollback(waveNumber), { undoes: operationId(taskId, { wave: waveNumber }), ...more }),
  });
const rolledBack = (seconds: number, taskId: string, waveNumber = 1) =>
  event(seconds, "TechnologyRolledBack", { ...ref(taskId, rollback(waveNumber)), result: result() });
const ended = (events: readonly DomainEvent[]) => events.slice(-2).map(({ type, data }) => ({ type, data }));
const outcomeOf = (blockedBy: { taskId: string; reason: string } | null, ...ids: string[]) => [
  { type: "RollbackCompleted", data: { rolledBack: ids, ...(blockedBy ? { blockedBy } : {}) } },
  { type: "ExecutionFailed", data: expect.objectContaining({ manualInterventionRequired: blockedBy !== null }) },
];

describe("the unwind", () => {
  const started3 = running([
    wave(1, ["a"]),
    wave(2, ["b", task("c", { dependsOn: ["b"] })], { dependencies: [1] }),
    wave(3, ["d"], { ...policy, dependencies: [2] }),
  ]).after(completed(1, "a"), completed(2, "b", { wave: 2 }), completed(3, "c", { wave: 2 }));

  test("begins when the failed wave has settled, with the last effect", () => {
    const { events } = started3.after(failed(4, "d", { wave: 3 }));
    expect(events.slice(-3)).toEqual([
      expect.objectContaining({ type: "WaveFailed" }),
      event(4, "RollbackStarted", { reason: "wave 3 (Wave 3) failed: d: not ready", taskIds: ["c", "b", "a"] }),
      requested(4, "c", 2),
    ]);
  });

  test("goes on layer by layer against the dependencies, of tasks and of waves", () => {
    const unwinding = started3.after(failed(4, "d", { wave: 3 }));
    unwinding.when(completed(5, "c", rollback(2))).thenEvents(rolledBack(5, "c", 2), requested(5, "b", 2));
    const last = unwinding.after(completed(5, "c", rollback(2)), completed(6, "b", rollback(2)));
    expect(last.events.at(-1)).toEqual(requested(6, "a"));
    const { events, state } = last.after(completed(7, "a", rollback()));
    expect(ended(events)).toEqual(outcomeOf(null, "a", "b", "c"));
    expect(state).toMatchObject({
      status: "failed",
      failedWave: 3,
      waves: [{ tasks: [{ status: "rolled_back", effectOperationId: null }] }, {}, {}],
    });
  });

  test("a start is recorded, a repeated one is not", () => {
    const unwinding = started3.after(failed(4, "d", { wave: 3 }), started(5, "c", rollback(2)));
    expect(unwinding.state.waves[1]?.tasks[1]).toMatchObject({ status: "rolling_back", phase: "rollback" });
    unwinding.when(started(6, "c", rollback(2))).thenNothing();
  });

  test("tasks of one layer are taken back together", () => {
    const { events } = running([wave(1, ["a", "b"]), wave(2, ["c"]), wave(3, ["d"], { ...policy, dependencies: [1, 2] })]).after(
      completed(1, "a"),
      completed(1, "b"),
      completed(1, "c", { wave: 2 }),
      failed(2, "d", { wave: 3 }),
    );
    expect(events.slice(-3)).toEqual([requested(2, "a"), requested(2, "b"), requested(2, "c", 2)]);
  });

  test("of nothing is over at once", () => {
    const { events } = running([wave(1, ["a"], policy)]).after(failed(1, "a"));
    expect(ended(events)).toEqual(outcomeOf(null));
  });

  test("waits for waves that still run, and includes what they did", () => {
    const branches = running([wave(1, ["a"], policy), wave(2, ["b"])]).after(failed(1, "a"));
    expect(branches.state.status).toBe("executing");
    expect(branches.after(completed(2, "b", { wave: 2 })).events.at(-1)).toEqual(requested(2, "b", 2));
  });

  test("outweighs another wave's wish merely to fail, whichever came first", () => {
    const branches = running([wave(1, ["a"]), wave(2, ["b"], policy), wave(3, ["c"])]);
    const one = branches.after(failed(1, "a"), failed(2, "b", { wave: 2 }), completed(3, "c", { wave: 3 }));
    const other = branches.after(failed(1, "b", { wave: 2 }), failed(2, "a"), completed(3, "c", { wave: 3 }));
    expect([one.state.status, other.state.status]).toEqual(["rolling_back", "rolling_back"]);
  });
});

describe("what counts as an effect", () => {
  const lastAfter = (command: ExecutionCommand) =>
    running([wave(1, ["a"]), wave(2, ["b"], policy)])
      .after(command, failed(900, "b", { wave: 2 }))
      .events.at(-1)?.type;
  const reported = (outcome: ResourceResult["outcome"]): Partial<TaskResult> => ({ resources: [resourceResult(outcome)] });

  test("a success that changed nothing is none", () => {
    expect(lastAfter(completed(1, "a", { result: reported("noop") }))).toBe("ExecutionFailed");
    expect(lastAfter(completed(1, "a", { result: reported("completed") }))).toBe("TechnologyRollbackRequested");
  });

  test("a success that changed one resource of two is one", () => {
    const mixed = { resources: [resourceResult("noop"), resourceResult("completed")] };
    expect(lastAfter(completed(1, "a", { result: mixed }))).toBe("TechnologyRollbackRequested");
    const drilled = { resources: [resourceResult("noop"), resourceResult("skipped_in_drill")] };
    expect(lastAfter(completed(1, "a", { result: drilled }))).toBe("ExecutionFailed");
  });

  test("a failure half-way is one", () => {
    const half = running([wave(1, ["a", "b"], policy)]).after(
      completed(1, "b", { result: { resources: [] } }),
      failed(2, "a", { result: reported("completed") }),
    );
    expect(half.events.slice(-2)).toEqual([requested(2, "a"), requested(2, "b")]);
  });

  test("a failure after one resource of two is one, a failure before the first is none", () => {
    const half = { resources: [resourceResult("completed"), resourceResult("failed")] };
    const last = (more: Partial<TaskResult>) =>
      running([wave(1, ["a"], policy)])
        .after(failed(2, "a", { result: more }))
        .events.at(-1)?.type;
    expect(last(half)).toBe("TechnologyRollbackRequested");
    expect(last({ resources: [resourceResult("failed")] })).toBe("ExecutionFailed");
  });

  test("a task that was skipped, or timed out, at work may have had one", () => {
    const skipped = running([wave(1, ["a", "b"], policy)]).after(skip(1, "a"), failed(2, "b"));
    expect(skipped.events.at(-1)).toEqual(requested(2, "a"));
    const lost = running([wave(1, ["a"], policy)]).after(tick(600));
    expect(lost.events.at(-1)).toEqual(requested(600, "a"));
  });

  test("all attempts are named, so that nothing of an earlier one is left", () => {
    const twice = running([wave(1, ["a"]), wave(2, ["b"], { ...policy, dependencies: [1] })]).after(
      failed(1, "a", { failure: { retryable: true } }),
      tick(6),
      completed(7, "a", { attempt: 2 }),
      failed(8, "b", { wave: 2 }),
    );
    const task2 = { undoes: operationId("a", { attempt: 2 }), undoesEarlier: [operationId("a")] };
    expect(twice.events.at(-1)).toEqual(requested(8, "a", 1, task2));
  });
});

describe("a point of no return", () => {
  const irreversible = task("x", { reversibility: "irreversible" });

  test("stops the unwind and calls for a person; what ran beside it is left standing", () => {
    const over = running([
      wave(1, ["a"]),
      wave(2, [irreversible, "y"], { dependencies: [1] }),
      wave(3, ["z"], { dependencies: [2] }),
      wave(4, ["w"], { ...policy, dependencies: [3] }),
    ]).after(
      completed(1, "a"),
      completed(2, "x", { wave: 2 }),
      completed(2, "y", { wave: 2 }),
      completed(3, "z", { wave: 3 }),
      failed(4, "w", { wave: 4 }),
      completed(5, "z", rollback(3)),
    );
    expect(ended(over.events)).toEqual(outcomeOf({ taskId: "x", reason: "its effect cannot be taken back" }, "z"));
    expect(over.state).toMatchObject({ status: "failed", manualInterventionRequired: true, rollback: { blockedBy: { taskId: "x" } } });
  });

  test("is also what a task reports of itself", () => {
    const over = running([wave(1, ["a"]), wave(2, ["b"], policy)]).after(
      completed(1, "a", { result: { reversible: false } }),
      failed(2, "b", { wave: 2 }),
    );
    expect(ended(over.events)).toEqual(outcomeOf({ taskId: "a", reason: "its effect cannot be taken back" }));
  });

  test("of a task that never had its effect is none", () => {
    const over = running([wave(1, [irreversible], policy)]).after(failed(1, "x"));
    expect(ended(over.events)).toEqual(outcomeOf(null));
  });
});

describe("a rollback that fails", () => {
  const unwinding = running([wave(1, ["a", "b"]), wave(2, ["c"], { ...policy, dependencies: [1] })]).after(
    completed(1, "a"),
    completed(1, "b"),
    failed(2, "c", { wave: 2 }),
  );

  test("is retried, then stops the unwind once the rest of its layer is through", () => {
    const retryable = { failure: { retryable: true, message: "busy" } };
    const again = unwinding.after(failed(3, "a", { ...retryable, ...rollback() }));
    expect(again.events.at(-1)).toMatchObject({ type: "TechnologyRetryScheduled", data: { attempt: 2 } });
    const failing = again.after(tick(8), failed(9, "a", { failure: { message: "broken" }, ...rollback(1, 2) }));
    expect(failing.state.status).toBe("rolling_back");
    const { events } = failing.after(completed(10, "b", rollback()));
    expect(ended(events)).toEqual(outcomeOf({ taskId: "a", reason: "broken" }, "b"));
  });

  test("or that does not answer before its deadline", () => {
    const late = unwinding.after(completed(3, "b", rollback()), tick(602));
    expect(late.events.slice(-4).map(({ type }) => type)).toEqual([
      "TechnologyCancelRequested",
      "TechnologyFailed",
      "RollbackCompleted",
      "ExecutionFailed",
    ]);
  });
});

test("a silent rollback is asked again as it was", () => {
  const unwinding = running([wave(1, ["a"]), wave(2, ["b"], policy)]).after(completed(1, "a"), failed(2, "b", { wave: 2 }));
  unwinding.when(tick(62)).thenEvents(
    event(62, "TechnologyRetryRequested", {
      ...context(),
      task: asked(2, "a", rollback(), { undoes: operationId("a") }),
      reason: "silent",
    }),
  );
});

test("a drill is rolled back as its plan says, and then cleaned up", () => {
  const drill = drilling([wave(1, ["a"]), wave(2, ["b"], policy)]).after(
    completed(1, "a"),
    failed(2, "b", { wave: 2 }),
    completed(3, "a", rollback()),
  );
  expect(drill.events.slice(-3)).toMatchObject([
    { type: "RollbackCompleted" },
    { type: "CleanupStarted", data: { taskIds: ["b"], outcome: "failed", waveNumber: 2 } },
    { type: "TechnologyCleanupRequested" },
  ]);
});
