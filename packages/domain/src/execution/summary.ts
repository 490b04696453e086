/** An execution as one line of the history. */
import { dueAt } from "./due.ts";
import { must } from "./must.ts";
import { isTerminal, toApiStatus } from "./refuse.ts";
import type { ExecutionState, WaveStatus } from "./state.ts";
import { needsPerson, toExercisedView, toUnaccounted, type ExercisedView } from "./view-effects.ts";
import { toRpoView, toRtoView, type Verdict } from "./view-objectives.ts";
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
  /** For readers of the table itself, and for filters. */
  readonly Tags: Readonly<Record<string, string>>;
  readonly TriggerSource: string;
  readonly ExecutionType: string;
  readonly WaveProgress: { readonly completed: number; readonly total: number };
  /** Tasks by technology and status; once the execution has ended. */
  readonly TechnologyResults?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly summary: {
    /** Waves that are complete; those that failed, were left out or cancelled are counted apart. */
    readonly wavesDone: number;
    readonly wavesFailed: number;
    readonly wavesLeftOut: number;
    /** What came of the promises, and how much was really exercised; null while the execution runs. */
    readonly verdict: { readonly rto: Verdict | null; readonly rpo: Verdict | null; readonly exercised: ExercisedView } | null;
    /** Effects of which nobody knows. */
    readonly unaccounted: number;
    readonly preemptedBy: string | null;
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
  const { planName, requestedBy = null, tags, triggerSource } = must(state.request, "request of an execution");
  const { pause, failure } = state;
  const waves = (...statuses: readonly WaveStatus[]): number => state.waves.filter(({ status }) => statuses.includes(status)).length;
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
    Tags: tags,
    TriggerSource: triggerSource,
    ExecutionType: state.executionType,
    WaveProgress: { completed: waves("completed"), total: state.waves.length },
    ...(isTerminal(state) ? { TechnologyResults: countByTechnology(state) } : {}),
    summary: {
      wavesDone: waves("completed"),
      wavesFailed: waves("failed"),
      wavesLeftOut: waves("skipped", "cancelled"),
      verdict: isTerminal(state)
        ? { rto: toRtoView(state).verdict, rpo: toRpoView(state).verdict, exercised: toExercisedView(state) }
        : null,
      unaccounted: toUnaccounted(state).length,
      preemptedBy: state.cancel?.preemptedBy ?? null,
      degraded: isDegraded(state),
      manualInterventionRequired: needsPerson(state),
      failure,
      pause: pause && { pauseId: pause.pauseId, reason: pause.reason, expiresAt: pause.expiresAt },
    },
  };
}

function countByTechnology(state: ExecutionState): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { spec, status } of state.waves.flatMap(({ tasks }) => tasks)) {
    const own = (counts[spec.type] ??= {});
    own[status] = (own[status] ?? 0) + 1;
  }
  return counts;
}
