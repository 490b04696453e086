/** A pause as the API shows it. */
import type { Failure } from "@dr/events";
import { waveAt } from "./lookup.ts";
import { nextActions } from "./next/next-actions.ts";
import type { Approval, ChangeState, ExecutionState, PauseState } from "./state.ts";
import { isFailed } from "./task-status.ts";

/** Why the execution waits, until when, and who may let it go on. */
export interface PauseView {
  readonly pauseId: string;
  readonly reason: PauseState["reason"];
  readonly waveNumber: number | null;
  readonly since: string;
  readonly expiresAt: string;
  readonly onExpiry: PauseState["onExpiry"];
  readonly approval: PauseState["approval"];
  readonly approvals: readonly Approval[];
  /** The change ticket that was last heard of; absent where none was. */
  readonly change?: ChangeState;
  /** Roles whose resume would be accepted now; none while approvals are missing or a failure lies there. Who approves stands in `approval`. */
  readonly mayResumeRoles: readonly string[];
  /** What has to be mended first: the failed tasks of waves that wait for an operator, at most 5. */
  readonly failedTasks: readonly { readonly taskId: string; readonly failure: Failure | null }[];
  /** What tags led to, against the last drill: whoever approves is told what was never drilled. Absent where every resource was named. */
  readonly sinceLastDrill?: string;
}

const MAX_FAILED = 5;

/** The pause that holds the execution now. */
export function toPauseView(state: ExecutionState, pause: PauseState, now: string): PauseView {
  const { pauseId, reason, waveNumber, since, expiresAt, onExpiry, approval, approvals } = pause;
  const mayResumeRoles = nextActions(state, now).find(({ action }) => action === "resume")?.whoMay ?? [];
  const failed = state.schedule.unresolvedWaves.flatMap((position) => waveAt(state, position).tasks.filter(isFailed));
  const failedTasks = failed.slice(0, MAX_FAILED).map(({ spec, failure }) => ({ taskId: spec.taskId, failure }));
  return {
    pauseId,
    reason,
    waveNumber,
    since,
    expiresAt,
    onExpiry,
    approval,
    approvals,
    ...(state.pauses.change === undefined ? {} : { change: state.pauses.change }),
    mayResumeRoles,
    failedTasks,
    ...differenceOf(state),
  };
}

function differenceOf({ discovery }: ExecutionState): Pick<PauseView, "sinceLastDrill"> {
  return discovery === undefined ? {} : { sinceLastDrill: discovery.difference.summary };
}
