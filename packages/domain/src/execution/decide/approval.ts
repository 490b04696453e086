/** Approving or declining a pause. */
import { isSameRole } from "@dr/events";
import { DEFAULT_APPROVAL } from "../../default-approval.ts";
import { advance } from "../advance/advance.ts";
import { pauseAgain } from "../advance/gates.ts";
import type { DecideApproval } from "../commands.ts";
import { must } from "../must.ts";
import { assertOpen, refusal } from "../refuse.ts";
import { emit, startRun, type Run } from "../run.ts";
import type { ExecutionState, PauseState } from "../state.ts";
import { isDue } from "../time.ts";
import { personOf, whyNotApprover } from "./approver.ts";
import { hasApprovals, isApproved, isChangeMissing } from "./approval-count.ts";
import { requestCancel } from "./cancel.ts";
import { isUnresolved } from "./pause.ts";
import type { Decide } from "./types.ts";

type ApprovalPause = PauseState & { readonly approval: NonNullable<PauseState["approval"]> };

/**
 * Records one person's decision. The last approval that was missing ends the pause in the same decision; one decline cancels, or holds
 * the gate under a new pause id, as the plan says.
 */
export const decideApproval: Decide<"DecideApproval"> = (state, command) => {
  const pause = assertDecidable(state, command);
  if (command.breakGlass) assertBreakable(state, pause, command);
  const run = startRun(state, command.now);
  recordDecision(run, command);
  if (command.breakGlass) bypassChange(run, command);
  if (command.decision === "approve") resumeApproved(run);
  else decline(run, pause, command.actor.principal);
  advance(run);
  return run.events;
};

function recordDecision(run: Run, command: DecideApproval): void {
  const { pauseId, decision, planHash, manifestHash, mode, comment, breakGlass, actor } = command;
  const { principal: approver, role, person } = actor;
  emit(run, "ApprovalRecorded", {
    pauseId,
    decision,
    approver,
    ...(typeof person === "string" ? { person } : {}),
    role,
    planHash,
    manifestHash,
    mode,
    ...(comment === undefined ? {} : { comment }),
    ...(breakGlass ? { breakGlass } : {}),
  });
}

/**
 * With everything that its approval needs the pause ends, unless it is about a failure that still lies there: then an operator resumes. One whose time is
 * over ends as it says and in no other way, also before the tick that does it.
 */
export function resumeApproved(run: Run): void {
  const { pause } = run.state;
  if (!pause || isDue(pause.expiresAt, run.now) || !isApproved(run.state, pause) || isUnresolved(run.state, pause)) return;
  emit(run, "ExecutionResumed", { pauseId: pause.pauseId, by: "approval" });
}

/** Names everybody who takes it on themselves: those who approved, and whoever says why it cannot wait. */
function bypassChange(run: Run, { pauseId, comment = "" }: DecideApproval): void {
  const approvals = run.state.pause?.approvals ?? [];
  const by = approvals.filter(({ decision }) => decision === "approve").map(({ person }) => person);
  emit(run, "ChangeBypassed", { pauseId, by, reason: comment });
}

/** Break-glass comes last: the pause has all its approvals, lacks nothing but the change, and somebody else says why it cannot wait for one. */
function assertBreakable(state: ExecutionState, pause: PauseState, { decision, comment }: DecideApproval): void {
  if (decision !== "approve" || !isChangeMissing(state, pause)) {
    throw refusal(state, "approval.no_glass", "no change is missing here: approve without breakGlass", { pauseId: pause.pauseId });
  }
  if (comment === undefined || comment.trim() === "") {
    throw refusal(state, "approval.reason_missing", "say in `comment` why the recovery cannot wait for a change", {
      pauseId: pause.pauseId,
    });
  }
  if (hasApprovals(state, pause)) return;
  const message = "break-glass is one approval more than the pause needs: first the approvals, then another person";
  throw refusal(state, "approval.break_glass_early", message, { pauseId: pause.pauseId, minApprovals: pause.approval?.minApprovals });
}

function decline(run: Run, pause: ApprovalPause, approver: string): void {
  if (pause.approval.onDecline === "cancel") requestCancel(run, `declined by ${approver}`);
  else pauseAgain(run, pause, "declined");
}

/** The pause that the decision is about. Every way in which a decision can miss it has a code of its own. */
function assertDecidable(state: ExecutionState, command: DecideApproval): ApprovalPause {
  assertOpen(state);
  const pause = assertPause(state, command);
  const { approval } = pause;
  assertApprover(state, pause, command);
  if (command.planHash !== approval.planHash || command.manifestHash !== approval.manifestHash) {
    throw refusal(state, "approval.stale_plan", "the decision is about another version of the plan or of its resources");
  }
  if (command.mode !== approval.mode) {
    throw refusal(state, "approval.wrong_mode", `the decision is for mode ${command.mode}, the execution waits in mode ${approval.mode}`);
  }
  return pause;
}

function assertPause(state: ExecutionState, { pauseId, now }: DecideApproval): ApprovalPause {
  const { pause } = state;
  if (pause?.pauseId !== pauseId) {
    throw refusal(state, "approval.no_such_pause", "the execution does not wait at this pause", {
      pauseId,
      current: pause?.pauseId ?? null,
    });
  }
  if (isDue(pause.expiresAt, now)) throw refusal(state, "approval.expired", `the pause expired at ${pause.expiresAt}`, { pauseId });
  return { ...pause, approval: pause.approval ?? voluntaryApproval(state) };
}

/** A pause that needs no approval may still be ended by one: the same proof of who agreed to what, on nobody's demand. */
function voluntaryApproval({ planHash, manifestHash, mode }: ExecutionState): ApprovalPause["approval"] {
  return { ...DEFAULT_APPROVAL, planHash, manifestHash: must(manifestHash, "manifest of a paused execution"), mode };
}

const REFUSALS = {
  "approval.not_a_person": {
    message: "approvals count people, and this caller is nobody who can be told apart from others",
    hint: "approve as an IAM user, as a Cognito user, or in a role whose trust policy pins the session's name; GET /whoami says whom you count as",
  },
  "approval.requester_unknown": {
    message: "nobody knows which person asked for this execution, so nobody can be shown to be another one",
    hint: "cancel it, and let a person or a known program ask for it",
  },
  "approval.self": { message: "whoever asked for the execution cannot approve it" },
} as const;

/** Roles are compared exactly, by any of their names; who asked for the execution may decline it, but never approve it. */
function assertApprover(state: ExecutionState, { approval, approvals }: ApprovalPause, { actor, decision }: DecideApproval): void {
  if (!approval.approverRoles.some((role) => isSameRole(role, actor.role))) {
    throw refusal(state, "approval.not_authorised", `role ${actor.role} does not decide here`, { approverRoles: approval.approverRoles });
  }
  const why = decision === "approve" ? whyNotApprover(state, actor) : null;
  if (why !== null) throw refusal(state, why, REFUSALS[why].message, "hint" in REFUSALS[why] ? { hint: REFUSALS[why].hint } : {});
  const person = personOf(actor) ?? actor.principal;
  if (approvals.some((approval) => approval.person === person)) {
    throw refusal(state, "approval.already_decided", "this person has decided on this pause");
  }
}
