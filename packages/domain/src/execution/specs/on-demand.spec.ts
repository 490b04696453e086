// What people take back, or take up again: a pause that has not begun, effects that stand, a cancelled run, a drill in the way of a recovery.
import type { PausePolicy } from "@dr/events";
import { describe, expect, test } from "vitest";
import {
  ann,
  at,
  bob,
  cancel,
  completed,
  drilling,
  event,
  failed,
  given,
  kim,
  operationId,
  pause,
  plan,
  preempt,
  redrive,
  request,
  resourceResult,
  resume,
  rollBack,
  running,
  skip,
  task,
  tick,
  wave,
  waveStarted,
  withdraw,
} from "../../../test/execution.ts";
import type { ExecutionCommand } from "../commands.ts";

describe("a pause that is asked for", () => {
  const asked = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(pause(1));

  test("can be taken back until it begins; then the run goes on as if nobody had asked", () => {
    asked.when(withdraw(2)).thenEvents(event(2, "ExecutionPauseWithdrawn", { reason: "never mind" }));
    const { events } = asked.after(withdraw(2), completed(3, "a"));
    expect(events.at(-1)).toEqual(waveStarted(3, 2, ["b"]));
  });

  test("is not there twice, nor once it was answered", () => {
    asked.after(withdraw(2)).when(withdraw(3)).thenThrows("execution.no_pause_requested");
    asked.after(completed(2, "a")).when(withdraw(3)).thenThrows("execution.no_pause_requested", { status: "paused" });
    asked
      .after(completed(2, "a"), resume(3), completed(4, "b", { wave: 2 }))
      .when(withdraw(5))
      .thenThrows("execution.already_ended");
  });
});

describe("a rollback on demand", () => {
  const waves = [wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], pauseBeforeWave: true }), wave(3, ["c"], { dependencies: [2] })];
  const paused = running(waves).after(completed(1, "a"));
  const back = { phase: "rollback" } as const;

  test("of a paused run ends it as failed, with the reason", () => {
    const { state } = paused.after(rollBack(5), completed(6, "a", back));
    expect(state).toMatchObject({
      status: "failed",
      failure: { code: "execution.rolled_back", message: "rolled back on demand: wrong site" },
      rollback: { reason: "wrong site", since: at(5), blockedBy: null },
      pauses: { taken: 1, totalMs: 4000 },
      manualInterventionRequired: false,
      waves: [{ tasks: [{ status: "rolled_back", effect: "none" }] }, {}, {}],
    });
  });

  test("of a failed run keeps its failure, and of a cancelled one its cancel", () => {
    const afterFailure = paused.after(resume(2), failed(3, "b", { wave: 2 }), rollBack(5));
    expect(afterFailure.state.status).toBe("rolling_back");
    expect(afterFailure.after(completed(6, "a", back)).state).toMatchObject({
      status: "failed",
      failure: { code: "execution.wave_failed" },
    });
    const afterCancel = paused.after(cancel(2), rollBack(5));
    expect(afterCancel.state).toMatchObject({ status: "rolling_back", finishedAt: null });
    const { events, state } = afterCancel.after(completed(6, "a", back));
    expect(events.at(-1)).toEqual(event(6, "ExecutionCancelled", { reason: "stop", unconfirmedTasks: [] }));
    expect(state).toMatchObject({ status: "cancelled", finishedAt: at(6) });
  });

  test("tries again what could not be taken back before, its retries counted anew", () => {
    const policy = { onFailure: "rollback" } as const;
    const blocked = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], ...policy })]).after(
      completed(1, "a"),
      failed(2, "b", { wave: 2 }),
      failed(3, "a", back),
    );
    expect(blocked.state).toMatchObject({ status: "failed", manualInterventionRequired: true, rollback: { blockedBy: { taskId: "a" } } });
    const again = blocked.after(rollBack(10));
    expect(again.state.waves[0]?.tasks[0]).toMatchObject({ status: "rolling_back", attempt: 2, attemptsBefore: 1 });
    expect(again.after(completed(11, "a", { ...back, attempt: 2 })).state).toMatchObject({
      status: "failed",
      manualInterventionRequired: false,
      rollback: { blockedBy: null },
    });
  });

  test("is refused while something is at work, on the way to the end, after success, and where nothing stands", () => {
    running(waves).when(rollBack(1)).thenThrows("execution.not_rollbackable", { status: "in_progress" });
    running([wave(1, ["a"]), wave(2, ["b"], { pauseBeforeWave: true })])
      .when(rollBack(1))
      .thenThrows("execution.not_rollbackable", { status: "paused" });
    paused.after(resume(2), cancel(3)).when(rollBack(4)).thenThrows("execution.not_rollbackable", { status: "cancelling" });
    running([wave(1, ["a"])])
      .after(completed(1, "a"))
      .when(rollBack(2))
      .thenThrows("execution.not_rollbackable", { status: "completed" });
    running([wave(1, ["a"])])
      .after(failed(1, "a"))
      .when(rollBack(2))
      .thenThrows("execution.nothing_to_roll_back");
    paused
      .after(rollBack(5), completed(6, "a", back))
      .when(rollBack(7))
      .thenThrows("execution.nothing_to_roll_back");
    given().when(rollBack(1)).thenThrows("execution.not_found");
  });

  test("is refused where the first effect to go cannot be taken back", () => {
    running([wave(1, [task("a", { reversibility: "irreversible" })]), wave(2, ["b"], { dependencies: [1] })])
      .after(completed(1, "a"), failed(2, "b", { wave: 2 }))
      .when(rollBack(3))
      .thenThrows("execution.nothing_to_roll_back", { taskId: "a" });
  });

  test("takes back only what is proven to be gone", () => {
    const unproven = paused.after(rollBack(5), completed(6, "a", { ...back, result: { resources: [resourceResult("unknown")] } }));
    expect(unproven.state).toMatchObject({
      status: "failed",
      manualInterventionRequired: true,
      rollback: { blockedBy: { taskId: "a", reason: "nobody can say that the effect is gone: a-cluster: unknown" } },
      waves: [{ tasks: [{ status: "failed", effectOperationId: operationId("a"), unwindFailure: { code: "rollback.unproven" } }] }, {}, {}],
    });
  });
});

describe("a cancelled run", () => {
  test("can be redriven: what is done stays done, and the cancel is forgotten", () => {
    const over = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(completed(1, "a"), cancel(2), tick(302));
    expect(over.state).toMatchObject({ status: "cancelled", waves: [{}, { tasks: [{ effect: "unknown" }] }] });
    const again = over.after(redrive(400));
    expect(again.state).toMatchObject({ status: "executing", cancel: null, waves: [{ status: "completed" }, { status: "in_progress" }] });
    expect(again.after(completed(401, "b", { wave: 2, attempt: 2 })).state.status).toBe("completed");
  });

  test("that never began begins with its redrive", () => {
    const queued = given().after(request(), plan([wave(1, ["a"])], false), cancel(1));
    expect(queued.after(redrive(50)).state).toMatchObject({ status: "executing", startedAt: at(50) });
  });
});

describe("a drill in the way of a recovery", () => {
  test("is cancelled and cleans up; the cause is recorded", () => {
    const drill = drilling([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(completed(1, "a"));
    const { events, state } = drill.after(preempt(2));
    expect(events.find(({ type }) => type === "ExecutionCancelRequested")).toEqual(
      event(2, "ExecutionCancelRequested", { reason: "recovery exec-9 needs a-cluster", deadlineAt: at(302), preemptedBy: "exec-9" }),
    );
    expect(state).toMatchObject({ status: "cancelling", cancel: { preemptedBy: "exec-9" } });
    const cleaning = drill.after(preempt(2), tick(302));
    expect(cleaning.state.status).toBe("cleaning_up");
    cleaning.when(preempt(303)).thenNothing();
  });

  test("gives way once, and a recovery never", () => {
    drilling([wave(1, ["a"])])
      .after(preempt(1))
      .when(preempt(2))
      .thenNothing();
    given()
      .after(request({ executionType: "drill" }), preempt(1))
      .when(preempt(2))
      .thenNothing();
    running([wave(1, ["a"])])
      .when(preempt(1))
      .thenThrows("execution.not_preemptable");
  });
});

describe("a gate that people have to approve", () => {
  const policy: PausePolicy = {
    maxPauseSeconds: 3600,
    onExpiry: "fail",
    approval: { minApprovals: 2, approverRoles: ["DRRecoveryManager"], onDecline: "cancel" },
  };
  const gated = running([
    wave(1, ["a", "x"]),
    wave(2, ["b"], { dependencies: [1], pauseBeforeWave: true, pause: policy }),
    wave(3, ["c"], { dependencies: [2] }),
    wave(4, ["d"], { dependencies: [1], pauseAfterWave: true, pause: policy }),
    wave(5, ["e"], { dependencies: [4] }),
  ]);
  const by = (actor: typeof kim, taskId: string): ExecutionCommand => ({ ...skip(1, taskId), actor }) as ExecutionCommand;

  test.each(["b", "c", "e"])("keeps those who may not approve it from skipping %s behind it", (taskId) => {
    gated.when(by({ ...kim, principal: "somebody" }, taskId)).thenThrows("task.behind_gate", { approverRoles: ["DRRecoveryManager"] });
    expect(gated.after(by(ann, taskId)).events.at(-1)).toMatchObject({ type: "TechnologySkipped", data: { taskId } });
  });

  test("is no obstacle before it, nor once it is passed", () => {
    for (const taskId of ["a", "d"]) expect(gated.after(by(kim, taskId)).events.at(-1)).toMatchObject({ type: "TechnologySkipped" });
    const reached = running([wave(1, ["a"]), wave(2, ["b", "c"], { dependencies: [1], pauseBeforeWave: true, pause: policy })]).after(
      completed(1, "a"),
    );
    reached.when(by(kim, "b")).thenThrows("task.behind_gate", { waveNumber: 2 });
    const passed = reached.after(...[ann, bob].map((actor) => approve(actor)));
    expect(passed.after(by(kim, "b")).events.at(-1)).toMatchObject({ type: "TechnologySkipped" });
  });

  test("is not emptied by whoever asked for the execution, whatever their role", () => {
    const own = given().after(
      { ...request(), actor: ann } as ExecutionCommand,
      plan([wave(1, ["a"], { pauseBeforeWave: true, pause: policy })]),
    );
    own.when(by(ann, "a")).thenThrows("task.behind_gate");
    expect(own.after(by(bob, "a")).events.map(({ type }) => type)).toContain("TechnologySkipped");
  });

  const approve = (actor: typeof kim): ExecutionCommand => ({
    type: "DecideApproval",
    now: at(2),
    actor,
    pauseId: "exec-1:pause:1",
    decision: "approve",
    planHash: "plan-hash",
    manifestHash: "manifest-hash",
    mode: "planned",
  });
});

describe("an effect of which nobody knows", () => {
  const policy = { onFailure: "continue" } as const;
  const over = running([wave(1, ["a"], policy), wave(2, ["b"])]).after(completed(1, "b", { wave: 2 }), tick(600));

  test("is named at the end, and asks for a person", () => {
    expect(over.events.at(-1)).toMatchObject({ type: "ExecutionCompleted", data: { unaccounted: { taskIds: ["a"], total: 1 } } });
  });

  test("is cleared up by a late word, once, whichever way; a contradiction afterwards changes nothing", () => {
    expect(over.after(completed(700, "a")).state.waves[0]?.tasks[0]).toMatchObject({ effect: "stands", status: "failed" });
    expect(over.after(failed(700, "a")).state.waves[0]?.tasks[0]?.effect).toBe("none");
    expect(over.after(completed(700, "a"), failed(701, "a")).state.waves[0]?.tasks[0]?.effect).toBe("stands");
  });

  test("is what a resource without an outcome leaves, also in a success", () => {
    const { state } = running([wave(1, ["a"])]).after(
      completed(1, "a", { result: { resources: [resourceResult("completed"), resourceResult("unknown")] } }),
    );
    expect(state.waves[0]?.tasks[0]).toMatchObject({ effect: "unknown", effectOperationId: operationId("a") });
  });
});

test("an adapter that invents facts grows the log by twenty words, and no more", () => {
  const invented = Array.from({ length: 400 }, (_, index) => failed(2, `made-up-${index}`));
  const { events } = running([wave(1, ["a"])]).after(completed(1, "a"), ...invented);
  expect(events.filter(({ type }) => type === "OperationResultIgnored")).toHaveLength(20);
});
