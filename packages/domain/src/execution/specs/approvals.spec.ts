/** Approvals: who may give them, what they bind to, and what they lead to. */
import { describe, expect, test } from "vitest";
import type { ApprovalPolicy, WaveSpec } from "@dr/events";
import type { CommandActor, DecideApproval } from "../commands.ts";
import {
  ann,
  at,
  bob,
  cancel,
  completed,
  decideOn,
  event,
  EXECUTION,
  failed,
  given,
  kim,
  MANIFEST_HASH,
  plan,
  PLAN_HASH,
  request,
  resume,
  retry,
  running,
  switchTo,
  wave,
  waveStarted,
} from "../../../test/execution.ts";

const policy: ApprovalPolicy = { minApprovals: 2, approverRoles: ["DRRecoveryManager"], onDecline: "cancel" };
const gate = (approval: WaveSpec["pause"]["approval"], more: Partial<WaveSpec> = {}) =>
  running([
    wave(1, ["a"], {
      pauseBeforeWave: true,
      pause: { maxPauseSeconds: 3600, onExpiry: "fail", ...(approval ? { approval } : {}) },
      ...more,
    }),
  ]);
const held = gate(policy);
const PAUSE = `${EXECUTION}:pause:1`;
const bound = { planHash: PLAN_HASH, manifestHash: MANIFEST_HASH, mode: "planned" as const };
const recordedDecision = (seconds: number, { principal, role }: CommandActor, decision: "approve" | "decline" = "approve") =>
  event(seconds, "ApprovalRecorded", { pauseId: PAUSE, decision, approver: principal, role, ...bound });

test("the pause says what is to be approved: this plan, these resources, this mode", () => {
  expect(held.events.at(-1)).toEqual(
    event(0, "ExecutionPaused", {
      pauseId: PAUSE,
      reason: "before_wave",
      waveNumber: 1,
      expiresAt: at(3600),
      onExpiry: "fail",
      approval: { ...policy, ...bound },
    }),
  );
});

test("the last missing approval ends the pause in the same decision", () => {
  held.when(decideOn(1, ann)).thenEvents(recordedDecision(1, ann));
  held
    .after(decideOn(1, ann))
    .when(decideOn(2, bob))
    .thenEvents(recordedDecision(2, bob), event(2, "ExecutionResumed", { pauseId: PAUSE, by: "approval" }), waveStarted(2, 1, ["a"]));
});

test("a pause that needs no approval may still be ended by one", () => {
  const role = "DRRecoveryManager";
  gate(undefined)
    .when(decideOn(1, { ...ann, role }))
    .thenEvents(
      recordedDecision(1, { ...ann, role }),
      event(1, "ExecutionResumed", { pauseId: PAUSE, by: "approval" }),
      waveStarted(1, 1, ["a"]),
    );
});

test("a comment is kept", () => {
  const { events } = held.after(decideOn(1, ann, { comment: "CHG-7" }));
  expect(events.at(-1)).toMatchObject({ data: { comment: "CHG-7" } });
});

test("an operator cannot resume while approvals are missing", () => {
  held
    .after(decideOn(1, ann))
    .when(resume(2))
    .thenThrows("execution.approval_required", {
      status: "paused",
      minApprovals: 2,
      approvals: 1,
      approverRoles: ["DRRecoveryManager"],
    });
});

describe("refused", () => {
  const expectRefused = (actor: CommandActor, more: Partial<DecideApproval>, code: string): void =>
    held.when(decideOn(1, actor, more)).thenThrows(code, { status: "paused" });

  test("a replay: the same person twice, whichever way", () => {
    held.after(decideOn(1, ann)).when(decideOn(2, ann)).thenThrows("approval.already_decided");
    held
      .after(decideOn(1, ann))
      .when(decideOn(2, ann, { decision: "decline" }))
      .thenThrows("approval.already_decided");
  });
  test("a replay at another pause, or after the pause ended", () => {
    expectRefused(ann, { pauseId: `${EXECUTION}:pause:2` }, "approval.no_such_pause");
    held
      .after(decideOn(1, ann), decideOn(2, bob))
      .when(decideOn(3, bob))
      .thenThrows("approval.no_such_pause", { status: "in_progress", current: null });
  });
  test("another version of the plan or of its resources", () => {
    expectRefused(ann, { planHash: "old" }, "approval.stale_plan");
    expectRefused(ann, { manifestHash: "old" }, "approval.stale_plan");
  });
  test("another mode", () => expectRefused(ann, { mode: "unplanned" }, "approval.wrong_mode"));
  test("a pause that has expired", () => {
    held.when(decideOn(3600, ann)).thenThrows("approval.expired");
  });
  test("a role that is not named, compared exactly", () => {
    expectRefused(kim, {}, "approval.not_authorised");
    expectRefused({ ...ann, role: "DRRecoveryManager2" }, {}, "approval.not_authorised");
    expectRefused({ ...ann, role: "drrecoverymanager" }, {}, "approval.not_authorised");
  });
  test("whoever asked for the execution; declining it is their right", () => {
    const own = given().after(
      { ...request(), actor: ann } as Parameters<typeof held.when>[0],
      plan([wave(1, ["a"], { pauseBeforeWave: true, pause: { maxPauseSeconds: 3600, onExpiry: "fail", approval: policy } })]),
    );
    own.when(decideOn(1, ann)).thenThrows("approval.self");
    expect(own.after(decideOn(1, ann, { decision: "decline" })).state.status).toBe("cancelled");
  });
  test("a pause that needs no approval, from a role that approves by default", () => {
    gate(undefined)
      .when(decideOn(1, { ...ann, role: "DROperator" }))
      .thenThrows("approval.not_authorised");
  });
  test("an execution that has ended, or does not exist", () => {
    held.after(cancel(1)).when(decideOn(2, ann)).thenThrows("execution.already_ended", { status: "cancelled" });
    given().when(decideOn(1, ann)).thenThrows("execution.not_found");
  });
});

describe("a decline", () => {
  test("cancels, if the plan says so", () => {
    const reason = `declined by ${ann.principal}`;
    held
      .when(decideOn(1, ann, { decision: "decline" }))
      .thenEvents(
        recordedDecision(1, ann, "decline"),
        event(1, "ExecutionCancelRequested", { reason, deadlineAt: at(301) }),
        event(1, "ExecutionCancelled", { reason, unconfirmedTasks: [] }),
      );
  });

  test("or holds the gate under a new pause id, where everybody decides afresh and the time runs on", () => {
    const strict = gate({ ...policy, onDecline: "pause" });
    const declined = strict.after(decideOn(1, ann), decideOn(2, bob, { decision: "decline" }));
    const second = `${EXECUTION}:pause:2`;
    expect(declined.events.at(-1)).toEqual(
      event(2, "ExecutionPaused", {
        pauseId: second,
        reason: "declined",
        waveNumber: 1,
        expiresAt: at(3600),
        onExpiry: "fail",
        approval: { ...policy, onDecline: "pause", ...bound },
      }),
    );
    expect(declined.state.pause).toMatchObject({ gate: "before_wave", since: at(0), approvals: [] });
    declined.when(decideOn(3, ann)).thenThrows("approval.no_such_pause");
    const { events } = declined.after(decideOn(3, ann, { pauseId: second }), decideOn(4, bob, { pauseId: second }));
    expect(events.at(-1)).toEqual(waveStarted(4, 1, ["a"]));
  });
});

test("switching the mode voids the approvals: they were given for the other one", () => {
  const switched = held.after(decideOn(1, ann), switchTo(2, "unplanned"));
  expect(switched.events.slice(-2)).toEqual([
    event(2, "ExecutionModeSwitched", { from: "planned", to: "unplanned", reason: "site lost" }),
    event(2, "ExecutionPaused", {
      pauseId: `${EXECUTION}:pause:2`,
      reason: "before_wave",
      waveNumber: 1,
      expiresAt: at(3600),
      onExpiry: "fail",
      approval: { ...policy, ...bound, mode: "unplanned" },
    }),
  ]);
  switched.when(decideOn(3, bob, { pauseId: `${EXECUTION}:pause:2` })).thenThrows("approval.wrong_mode");
});

test("a pause on failure with approvals needs both: the approvals, and the failure mended by an operator", () => {
  const failing = gate({ ...policy, minApprovals: 1 }, { pauseBeforeWave: false, onFailure: "pause" }).after(failed(1, "a"));
  const approved = failing.after(decideOn(2, ann));
  expect(approved.state.status).toBe("paused");
  approved.when(resume(3)).thenThrows("execution.failures_unresolved");
  const mended = approved.after(retry(3, "a"), completed(4, "a", { attempt: 2 }));
  expect(mended.after(resume(5)).state.status).toBe("completed");
});
