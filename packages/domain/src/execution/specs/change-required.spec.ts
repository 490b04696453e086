/** Change tickets: no wave without one, what one binds to, and what takes its place. */
import { describe, expect, test } from "vitest";
import type { EventData } from "@dr/events";
import type { CommandActor, ExecutionCommand } from "../commands.ts";
import { toNextView } from "../next/next-view.ts";
import {
  ann,
  at,
  bob,
  cancel,
  completed,
  decideOn,
  drilling,
  event,
  EXECUTION,
  MANIFEST_HASH,
  PLAN_HASH,
  resume,
  running,
  switchTo,
  wave,
  waveStarted,
} from "../../../test/execution.ts";

const itsm: CommandActor = { principal: "itsm", role: "DRSPlanManager", person: "machine:DRSOrchestrationItsm" };
const PAUSE = `${EXECUTION}:pause:1`;
const bound = { planHash: PLAN_HASH, manifestHash: MANIFEST_HASH, mode: "planned" as const };
const change = (more: Partial<EventData<"ChangeRecorded">> = {}): EventData<"ChangeRecorded"> => ({
  system: "servicenow",
  number: "CHG0030001",
  standing: "approved",
  by: ["rita.change"],
  ...bound,
  ...more,
});
const tell = (seconds: number, more: Partial<EventData<"ChangeRecorded">> = {}): ExecutionCommand => ({
  type: "RecordChange",
  now: at(seconds),
  actor: itsm,
  change: change(more),
});
const breakGlass = (seconds: number, actor: CommandActor, comment: string | undefined = "the change system is down") =>
  decideOn(seconds, actor, { breakGlass: true, ...(comment === undefined ? {} : { comment }) });
const required = { changeRequired: true };
const held = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })], required);
const waitOf = (state: (typeof held)["state"]) => toNextView(state, at(2)).waitingFor;
const statusAfter = (...commands: readonly ExecutionCommand[]) => held.after(...commands).state.status;

describe("a recovery that needs a change", () => {
  test("starts no wave, and says what it waits for", () => {
    expect(held.events.at(-1)).toEqual(
      event(0, "ExecutionPaused", {
        pauseId: PAUSE,
        reason: "change_required",
        waveNumber: 1,
        expiresAt: at(30 * 86_400),
        onExpiry: "fail",
        approval: {
          minApprovals: 1,
          approverRoles: ["DRRecoveryManager", "DROrchestrationAdmin"],
          onDecline: "cancel",
          ...bound,
          changeRequired: true,
        },
      }),
    );
    expect(toNextView(held.state, at(2))).toMatchObject({
      waitingFor: "change",
      why: "wave 1 needs a change ticket: no change ticket approves of it yet; 1 of 1 approvals by DRRecoveryManager or DROrchestrationAdmin are missing",
    });
  });

  test("goes on with approval and change, whichever comes first", () => {
    const last = [event(2, "ExecutionResumed", { pauseId: PAUSE, by: "approval" }), waveStarted(2, 1, ["a"])];
    held
      .after(decideOn(1, ann))
      .when(tell(2))
      .thenEvents(event(2, "ChangeRecorded", change()), ...last);
    expect(waitOf(held.after(decideOn(1, ann)).state)).toBe("change");
    expect(waitOf(held.after(tell(1)).state)).toBe("approvals");
    expect(statusAfter(tell(1), decideOn(2, ann))).toBe("executing");
  });

  test("is not begun by a change that comes when the pause is over, though nobody has ended it yet", () => {
    const short = running([wave(1, ["a"], { pauseBeforeWave: true, pause: { maxPauseSeconds: 60, onExpiry: "fail" } })], required);
    const approved = short.after(decideOn(1, ann));
    const statusAt = (seconds: number) => approved.after(tell(seconds)).state.status;
    expect([statusAt(59), statusAt(60)]).toEqual(["executing", "failed"]);
  });

  test("is not resumed without it", () => {
    held.after(decideOn(1, ann)).when(resume(2)).thenThrows("execution.change_required", { pauseId: PAUSE });
  });

  test("needs one change for all its waves", () => {
    const second = held.after(tell(1), decideOn(2, ann), completed(3, "a")).state;
    expect([second.status, second.waves[1]?.status]).toEqual(["executing", "in_progress"]);
  });

  test("waits at the plan's own gate once, for both, and that gate does not open by itself", () => {
    const gated = running([wave(1, ["a"], { pauseBeforeWave: true, pause: { maxPauseSeconds: 60, onExpiry: "continue" } })], required);
    expect(gated.state.pause).toMatchObject({
      reason: "before_wave",
      onExpiry: "fail",
      approval: { minApprovals: 1, changeRequired: true },
    });
    expect(gated.after(tell(1), decideOn(2, ann)).state.waves[0]?.status).toBe("in_progress");
  });

  test("is told the same change once", () => {
    held.after(tell(1)).when(tell(2)).thenNothing();
  });
});

test("neither a drill nor a recovery that needs none waits", () => {
  expect(drilling([wave(1, ["a"])], required).state.status).toBe("executing");
  expect(running([wave(1, ["a"])]).state.status).toBe("executing");
});

describe("a change binds", () => {
  test.each([
    ["another plan", { planHash: "other" }],
    ["other resources", { manifestHash: "other" }],
    ["another mode", { mode: "unplanned" as const }],
  ])("to one execution as it is: %s is refused", (_name, more) => {
    held.when(tell(1, more)).thenThrows("change.stale_plan", { number: "CHG0030001" });
  });

  test("and counts no longer once the mode is another", () => {
    const switched = held.after(decideOn(1, ann), tell(2), switchTo(3, "unplanned"), completed(4, "a")).state;
    expect([switched.status, switched.pause?.reason, switched.pause?.waveNumber]).toEqual(["paused", "change_required", 2]);
    expect(toNextView(switched, at(5)).why).toContain("change CHG0030001 was about another plan, other resources or another mode");
  });

  test("until it is revoked: what runs goes on, and the next wave waits for another", () => {
    const revoked = held.after(decideOn(1, ann), tell(2), tell(3, { standing: "revoked", reason: "it was rejected", by: [] }));
    expect([revoked.state.status, revoked.state.waves[0]?.status]).toEqual(["executing", "in_progress"]);
    const after = revoked.after(completed(4, "a"));
    expect([after.state.pause?.reason, after.state.waves[1]?.status]).toEqual(["change_required", "pending"]);
    expect(toNextView(after.state, at(5)).why).toContain("change CHG0030001 no longer approves of it: it was rejected");
  });

  test("only what approved can be revoked", () => {
    held.when(tell(1, { standing: "revoked" })).thenThrows("change.unknown");
  });

  test("nothing that is over", () => {
    held.after(cancel(1)).when(tell(2)).thenThrows("execution.already_ended");
  });
});

describe("a change that counts as all", () => {
  const two = running(
    [
      wave(1, ["a"], {
        pauseBeforeWave: true,
        pause: {
          maxPauseSeconds: 3600,
          onExpiry: "fail",
          approval: { minApprovals: 3, approverRoles: ["DRRecoveryManager"], onDecline: "cancel" },
        },
      }),
    ],
    required,
  );
  test("stands for every approval but one of somebody who is known here", () => {
    expect(two.after(tell(1, { countsAs: "all" })).state.status).toBe("paused");
    expect(two.after(tell(1, { countsAs: "all" }), decideOn(2, ann)).state.status).toBe("executing");
    expect(two.after(tell(1), decideOn(2, ann)).state.status).toBe("paused");
  });
});

describe("break-glass", () => {
  test("is a second approval with a reason, by another person, and leaves an event of its own", () => {
    const approved = held.after(decideOn(1, ann));
    approved.when(breakGlass(2, bob)).thenEvents(
      event(2, "ApprovalRecorded", {
        pauseId: PAUSE,
        decision: "approve",
        approver: bob.principal,
        role: bob.role,
        ...bound,
        comment: "the change system is down",
        breakGlass: true,
      }),
      event(2, "ChangeBypassed", { pauseId: PAUSE, by: [ann.principal, bob.principal], reason: "the change system is down" }),
      event(2, "ExecutionResumed", { pauseId: PAUSE, by: "approval" }),
      waveStarted(2, 1, ["a"]),
    );
    approved.when(breakGlass(2, ann)).thenThrows("approval.already_decided");
    expect(approved.after(breakGlass(2, bob), completed(3, "a")).state.waves[1]?.status).toBe("in_progress");
  });

  test("is not the first approval, not without a reason, and not where no change is missing", () => {
    held.when(breakGlass(1, ann)).thenThrows("approval.break_glass_early", { minApprovals: 1 });
    held
      .after(decideOn(1, ann))
      .when(breakGlass(2, bob, " "))
      .thenThrows("approval.reason_missing");
    held
      .after(decideOn(1, ann))
      .when(decideOn(2, bob, { breakGlass: true, decision: "decline", comment: "no" }))
      .thenThrows("approval.no_glass");
    held.after(tell(1)).when(breakGlass(2, ann)).thenThrows("approval.no_glass");
  });

  test("two plain approvals are none", () => {
    expect(statusAfter(decideOn(1, ann), decideOn(2, bob))).toBe("paused");
  });

  test("is offered to whoever may", () => {
    const offered = toNextView(held.after(decideOn(1, ann)).state, at(2)).nextActions.map(({ action }) => action);
    expect(offered).toContain("break_glass");
    expect(toNextView(held.state, at(2)).nextActions.map(({ action }) => action)).not.toContain("break_glass");
  });
});
