/** An execution as one line of the history. */
import { dueAt } from "./due.ts";
import { must } from "./must.ts";
import { isTerminal, toApiStatus } from "./refuse.ts";
import type { ExecutionState } from "./state.ts";
import { currentWaveOf, isDegraded } from "./view.ts";

/** Stands for "nothing is due": the execution is open, so it is listed as active all the same. */
const NEVER = "9999-12-31T23:59:59.999Z";

/** The item of `dr-execution-history`; derived, never decided on. `dueAt` is present exactly while the execution is open. */
export interface ExecutionSummary {
  readonly ExecutionId: string;
  readonly PlanId: string;
  readonly PlanName: string;
  readonly Status: Exclude<ReturnType<typeof toApiStatus>, "none">;
  readonly StartTime: string;
  readonly version: number;
  readonly dueAt?: string;
  readonly currentWave: number | null;
  readonly executionType: string;
  readonly mode: string;
  readonly requestedBy: string | null;
  readonly finishedAt?: string;
  readonly waveCount: number;
  readonly summary: {
    /** Waves that are over, whichever way. */
    readonly wavesDone: number;
    readonly degraded: boolean;
    readonly manualInterventionRequired: boolean;
    readonly failure: ExecutionState["failure"];
    readonly pause: { readonly pauseId: string; readonly reason: string; readonly expiresAt: string } | null;
  };
}

/** The history item of an execution whose stream is at `version`. Written after each append, so it looks at waves and not at every task. Throws a plain error for a stream without events. */
export function toHistoryItem(state: ExecutionState, version: number): ExecutionSummary {
  const status = toApiStatus(state.status);
  if (status === "none") throw new Error("broken invariant: an execution without events has no history");
  const { planName, requestedBy = null } = must(state.request, "request of an execution");
  const { pause, failure, manualInterventionRequired } = state;
  return {
    ExecutionId: state.executionId,
    PlanId: state.planId,
    PlanName: planName,
    Status: status,
    StartTime: must(state.requestedAt, "time of the request"),
    version,
    ...(isTerminal(state) ? {} : { dueAt: dueAt(state) ?? NEVER }),
    currentWave: currentWaveOf(state),
    executionType: state.executionType,
    mode: state.mode,
    requestedBy,
    ...(state.finishedAt === null ? {} : { finishedAt: state.finishedAt }),
    waveCount: state.waves.length,
    summary: {
      wavesDone: state.waves.filter((wave) => wave.status !== "pending" && wave.status !== "in_progress").length,
      degraded: isDegraded(state),
      manualInterventionRequired,
      failure,
      pause: pause && { pauseId: pause.pauseId, reason: pause.reason, expiresAt: pause.expiresAt },
    },
  };
}
