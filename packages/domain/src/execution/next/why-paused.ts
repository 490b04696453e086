/** What a pause waits for, in words: the gate, the failure with its tasks, the missing approvals. */
import { isChangeMissing } from "../decide/approval-count.ts";
import { isUnresolved } from "../decide/pause.ts";
import { positionOf, waveAt } from "../lookup.ts";
import type { ExecutionState, PauseState } from "../state.ts";
import { isFailed } from "../task-status.ts";
import type { Wait } from "./wait.ts";

const TASKS_IN_WORDS = 3;

/** The wait of a paused execution. */
export function whyPaused(state: ExecutionState, pause: PauseState): Wait {
  const times = { since: pause.since, until: pause.expiresAt };
  if (isUnresolved(state, pause)) return { ...times, waitingFor: "failed_tasks", why: `${reasonOf(pause)}: ${failedTasks(state)}` };
  const { approval, approvals } = pause;
  const given = approvals.filter(({ decision }) => decision === "approve").length;
  if (approval && given < approval.minApprovals) {
    const roles = approval.approverRoles.join(" or ");
    const missing = `${approval.minApprovals - given} of ${approval.minApprovals} approvals by ${roles} are missing`;
    if (!isChangeMissing(state, pause)) return { ...times, waitingFor: "approvals", why: `${reasonOf(pause)}: ${missing}` };
    return { ...times, waitingFor: "change", why: `${reasonOf(pause)}: ${whyNoChange(state)}; ${missing}` };
  }
  if (isChangeMissing(state, pause)) return { ...times, waitingFor: "change", why: `${reasonOf(pause)}: ${whyNoChange(state)}` };
  if (pause.gate === "not_ready" && pause.waveNumber !== null) {
    const { readiness } = waveAt(state, positionOf(state, pause.waveNumber));
    const words = (readiness?.blocked ?? []).slice(0, TASKS_IN_WORDS).map(({ taskId, failure }) => `${taskId}: ${failure.message}`);
    return { ...times, waitingFor: "resume", why: `${reasonOf(pause)}: ${words.join("; ")}` };
  }
  return { ...times, waitingFor: "resume", why: `${reasonOf(pause)}; if nobody does anything until then, it is ${AFTER[pause.onExpiry]}` };
}

/** What became of the change, if there was one. */
function whyNoChange({ pauses: { change } }: ExecutionState): string {
  if (!change) return "no change ticket approves of it yet";
  const name = change.number === null ? "what people said in the place of a change" : `change ${change.number}`;
  if (change.standing === "revoked") return `${name} no longer approves of it${change.reason === null ? "" : `: ${change.reason}`}`;
  return `${name} was about another plan, other resources or another mode`;
}

const AFTER = { fail: "failed", cancel: "cancelled", continue: "continued" } as const;

function reasonOf({ reason, waveNumber }: PauseState): string {
  const wave = waveNumber === null ? "" : ` ${waveNumber}`;
  return {
    before_wave: `it waits before wave${wave}, as the plan says`,
    after_wave: `it waits after wave${wave}, as the plan says`,
    operator: "an operator asked for the pause",
    not_ready: `wave${wave} is not ready, nothing of it was begun; it is asked again when the execution goes on`,
    on_failure: `wave${wave} failed and waits for an operator`,
    change_required: `wave${wave} needs a change ticket`,
    declined: `the gate of wave${wave} was declined and is held`,
  }[reason];
}

function failedTasks(state: ExecutionState): string {
  const failed = state.schedule.unresolvedWaves.flatMap((position) => waveAt(state, position).tasks.filter(isFailed));
  const words = failed.slice(0, TASKS_IN_WORDS).map(({ spec, failure }) => `${spec.taskId}: ${failure?.message ?? "failed"}`);
  const more = failed.length - TASKS_IN_WORDS;
  return [...words, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}
