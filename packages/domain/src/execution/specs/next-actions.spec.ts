// What is offered is accepted, and what is accepted is offered: over random lives, for every state and every caller.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DrError } from "@dr/events";
import * as say from "../../../test/execution.ts";
import { aim, beginLife, randomHappenings, randomWaves, tell } from "../../../test/random-execution.ts";
import type { CommandActor, ExecutionCommand } from "../commands.ts";
import { executionDecider } from "../decider.ts";
import { allTasks } from "../lookup.ts";
import { mayTry, type ActionName } from "../next/action-roles.ts";
import { nextActions } from "../next/next-actions.ts";
import { toNextView } from "../next/next-view.ts";
import { isTerminal } from "../refuse.ts";
import type { ExecutionState } from "../state.ts";
import { toStatusView } from "../view.ts";

const CALLERS: readonly CommandActor[] = [
  say.kim,
  say.ann,
  say.bob,
  { principal: "root", role: "DRSOrchestrationAdmin" },
  { principal: "pia", role: "DRSPlanManager" },
  { principal: "rob", role: "DRSReadOnly" },
];

/** Every command that a person can send, written down without a look at what is offered. */
function commandsOf(state: ExecutionState, actor: CommandActor, now: string): readonly [ActionName, ExecutionCommand, string?][] {
  const by = { actor, now, reason: "because" };
  const { pause, planHash, manifestHash, mode } = state;
  const decision = {
    type: "DecideApproval",
    pauseId: pause?.pauseId ?? "none",
    planHash,
    manifestHash: manifestHash ?? "",
    mode,
    ...by,
  } as const;
  return [
    ["pause", { type: "PauseExecution", ...by }],
    ["withdraw_pause", { type: "WithdrawPause", ...by }],
    ["resume", { type: "ResumeExecution", ...by }],
    ["cancel", { type: "CancelExecution", ...by }],
    ["approve", { ...decision, decision: "approve" }],
    ["decline", { ...decision, decision: "decline" }],
    ["redrive", { type: "RedriveExecution", ...by }],
    ["rollback", { type: "RollbackExecution", ...by }],
    ["switch_mode", { type: "SwitchMode", ...by, mode: mode === "planned" ? "unplanned" : "planned" }],
    ...allTasks(state).flatMap(({ spec: { taskId } }): [ActionName, ExecutionCommand, string][] => [
      ["retry_task", { type: "RetryTask", ...by, taskId }, taskId],
      ["skip_task", { type: "SkipTask", ...by, taskId }, taskId],
    ]),
  ];
}

function isAccepted(state: ExecutionState, action: ActionName, actor: CommandActor, command: ExecutionCommand): boolean {
  if (!mayTry(action, actor.role)) return false;
  try {
    return executionDecider.decide(state, command).length > 0;
  } catch (error) {
    if (error instanceof DrError) return false;
    throw error;
  }
}

/** What is offered to this caller and refused, and what is accepted and not offered. */
function liesTo(caller: CommandActor, state: ExecutionState, now: string): readonly string[] {
  const accepted = new Set<string>();
  for (const [action, command, taskId] of commandsOf(state, caller, now)) {
    if (isAccepted(state, action, caller, command)) accepted.add(taskId === undefined ? action : `${action} ${taskId}`);
  }
  const offered = new Set(
    nextActions(state, now, caller).flatMap(({ action, youMay, taskIds }) =>
      youMay === true ? (taskIds?.map((taskId) => `${action} ${taskId}`) ?? [action]) : [],
    ),
  );
  const where = `${state.status} to ${caller.role}`;
  return [
    ...[...offered].filter((one) => !accepted.has(one)).map((one) => `${where}: ${one} is offered and refused`),
    ...[...accepted].filter((one) => !offered.has(one)).map((one) => `${where}: ${one} is accepted and not offered`),
  ];
}

test("no lie either way, in any state, to any caller", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(randomWaves, randomHappenings, fc.constantFrom("drill" as const, "recovery" as const), (waves, happenings, type) => {
      const life = beginLife(waves, type);
      for (const happening of happenings) {
        life.seconds += happening.seconds;
        tell(life, aim(life, happening));
        seen.add(life.state.status);
        const now = say.at(life.seconds);
        expect(CALLERS.flatMap((caller) => liesTo(caller, life.state, now))).toEqual([]);
      }
    }),
    // The seed is fixed, so that which statuses come about is no matter of luck.
    { numRuns: 160, seed: 4 },
  );
  // A status that never came about proves nothing.
  for (const status of ["executing", "queued", "paused", "cancelling", "rolling_back", "cleaning_up", "completed", "failed", "cancelled"]) {
    expect([status, seen.has(status)]).toEqual([status, true]);
  }
});

test("roles that may are those whose request is accepted, whoever they are", () => {
  fc.assert(
    fc.property(randomWaves, randomHappenings, (waves, happenings) => {
      const life = beginLife(waves, "recovery");
      for (const happening of happenings) tell(life, aim(life, happening));
      for (const { action, whoMay, taskIds } of nextActions(life.state, say.at(life.seconds))) {
        for (const role of whoMay) {
          const [, command] = commandsOf(life.state, { principal: "new", role }, say.at(life.seconds)).find(
            ([name, , taskId]) => name === action && taskId === taskIds?.[0],
          ) ?? [undefined, undefined];
          expect(command && isAccepted(life.state, action, { principal: "new", role }, command)).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("every state that is not the end says why, what it waits for and since when", () => {
  fc.assert(
    fc.property(randomWaves, randomHappenings, fc.constantFrom("drill" as const, "recovery" as const), (waves, happenings, type) => {
      const life = beginLife(waves, type);
      for (const happening of happenings) {
        life.seconds += happening.seconds;
        tell(life, aim(life, happening));
        const { why, waitingFor, since } = toNextView(life.state, say.at(life.seconds));
        const open = !isTerminal(life.state);
        expect([why.length > 5, open && waitingFor === "nothing", open && since === null]).toEqual([true, false, false]);
      }
    }),
    { numRuns: 60 },
  );
});

describe("in words", () => {
  const { running, wave, given, request, plan, failed, completed, cancel, tick, at, ann, decideOn } = say;
  const next = (state: ExecutionState, seconds: number, caller?: CommandActor) =>
    toStatusView(state, { now: at(seconds), ...(caller ? { caller } : {}) }).next;

  test("a queued run gives its reason", () => {
    const { state } = given().after(request(), plan([wave(1, ["a"])], false));
    expect(next(state, 5)).toMatchObject({ waitingFor: "slot", why: "all 50 execution slots are taken", since: at(0), until: null });
  });

  test("a pause on failure names the task; resuming it is nobody's, retrying it and skipping it are", () => {
    const { state } = running([wave(1, ["a", "b"], { onFailure: "pause" })]).after(completed(1, "b"), failed(2, "a"));
    const view = toStatusView(state, { now: at(3) });
    expect(view.pause).toMatchObject({ mayResumeRoles: [], failedTasks: [{ taskId: "a", failure: { code: "rds.not_ready" } }] });
    expect(view.failures).toMatchObject({ total: 1, tasks: [{ taskId: "a", waveNumber: 1 }] });
    expect(view.next).toMatchObject({
      waitingFor: "failed_tasks",
      why: "wave 1 failed and waits for an operator: a: not ready",
      until: at(3602),
      whoMay: ["DRSOrchestrationAdmin", "DRSRecoveryManager", "DRSPlanManager", "DRSOperator"],
    });
    expect(view.next?.nextActions.map(({ action, taskIds }) => [action, taskIds])).toEqual([
      ["approve", undefined],
      ["decline", undefined],
      ["retry_task", ["a"]],
      ["skip_task", ["a"]],
      ["rollback", undefined],
      ["switch_mode", undefined],
      ["cancel", undefined],
    ]);
    expect(view.next?.nextActions[2]).toMatchObject({
      method: "POST",
      path: "/api/v1/executions/exec-1/tasks/a/retry",
      body: { reason: "why you do this" },
    });
  });

  test("a gate says how many approvals by whom are missing, and whether the caller may give one", () => {
    const approval = { minApprovals: 2, approverRoles: ["DRRecoveryManager"], onDecline: "cancel" as const };
    const gate = { pauseBeforeWave: true, pause: { maxPauseSeconds: 60, onExpiry: "fail" as const, approval } };
    const { state } = running([wave(1, ["a"], gate)]).after(decideOn(1, ann));
    expect(next(state, 2)).toMatchObject({
      waitingFor: "approvals",
      why: "it waits before wave 1, as the plan says: 1 of 2 approvals by DRRecoveryManager are missing",
    });
    const approveFor = (caller: CommandActor) => next(state, 2, caller)?.nextActions.find(({ action }) => action === "approve")?.youMay;
    expect([say.kim, ann, say.bob].map(approveFor)).toEqual([false, false, true]);
  });

  test("a cancel says until when it waits, and a failed run what can be done", () => {
    const cancelling = running([wave(1, ["a"])]).after(cancel(1));
    expect(next(cancelling.state, 2)).toMatchObject({ waitingFor: "stop_confirmation", since: at(1), until: at(301), nextActions: [] });
    const over = cancelling.after(tick(301));
    expect(next(over.state, 400)).toMatchObject({ waitingFor: "person", why: "it was cancelled: stop" });
    expect(next(over.state, 400)?.nextActions.map(({ action }) => action)).toEqual(["redrive", "rollback"]);
  });

  test("what stands after a cancel is said where one looks first", () => {
    const { state } = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(completed(5, "a"), cancel(6), tick(400));
    expect(next(state, 400)).toMatchObject({ waitingFor: "person", why: "it was cancelled: stop; 1 effect of it stands" });
  });

  test("a task that does not answer shows as such", () => {
    const { state } = running([wave(1, ["a"])]).after(tick(60), tick(180));
    expect(next(state, 200)?.atWork).toEqual({
      tasks: [
        {
          taskId: "a",
          waveNumber: 1,
          status: "requested",
          operationId: say.operationId("a"),
          since: at(0),
          until: at(600),
          askedAgain: 2,
          silentSince: at(180),
          lastFailure: null,
        },
      ],
      total: 1,
    });
  });

  test("a task that waits for its retry says after what, and until when; those that do not answer come before it", () => {
    const { state } = running([wave(1, ["a", "b", "c"])]).after(failed(1, "c", { failure: { retryable: true } }));
    const { tasks = [], total } = next(state, 2)?.atWork ?? {};
    expect(total).toBe(3);
    expect(tasks.map(({ taskId }) => taskId)).toEqual(["c", "a", "b"]);
    expect(tasks[0]).toMatchObject({ status: "retry_scheduled", lastFailure: { code: "rds.not_ready", message: "not ready" } });
    expect(tasks[0]?.until).toBe(allTasks(state)[2]?.dueAt);
  });
});
