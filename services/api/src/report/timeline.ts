/** What happened when: bars of waves, tasks and pauses, and every event that people want to read. */
import { toExecutionView, type ExecutionState } from "@dr/domain";
import type { Commit } from "@dr/event-log";
import { tellEvent, type ToldEvent } from "./tell-event.ts";

/** From when to when; `to` is null while it goes on. */
export interface Bar {
  readonly kind: "wave" | "task" | "pause";
  readonly label: string;
  readonly status: string;
  readonly from: string;
  readonly to: string | null;
}

/** An execution along its time. */
export interface Timeline {
  readonly executionId: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly bars: readonly Bar[];
  readonly entries: readonly ToldEvent[];
}

/** Slices of a plan and single requests say nothing to a reader. */
const SILENT = new Set(["WavesPlanned", "TechnologyRequested", "OperationResultIgnored"]);

/** The timeline of an execution, from its state and its commits. */
export function toTimeline(state: ExecutionState, commits: readonly Commit[]): Timeline {
  const entries = commits.flatMap((commit) =>
    commit.events
      .filter(({ type }) => !SILENT.has(type))
      .map(({ type, data, at }) => tellEvent(type, data as Readonly<Record<string, unknown>>, { at, actor: commit.actor })),
  );
  const { executionId, startedAt, finishedAt, waves } = toExecutionView(state);
  const bars = waves.flatMap((wave): readonly Bar[] => {
    if (wave.startedAt === null) return [];
    const tasks = wave.technologies.flatMap(({ taskId, status, requestedAt, finishedAt: to }): readonly Bar[] =>
      requestedAt === null ? [] : [{ kind: "task", label: taskId, status, from: requestedAt, to }],
    );
    return [
      { kind: "wave", label: `${wave.waveNumber} ${wave.name}`, status: wave.status, from: wave.startedAt, to: wave.finishedAt },
      ...tasks,
    ];
  });
  return { executionId, startedAt, finishedAt, bars: [...bars, ...pausesIn(entries)], entries };
}

function pausesIn(entries: readonly ToldEvent[]): readonly Bar[] {
  const bars: Bar[] = [];
  let open: ToldEvent | undefined;
  const close = (to: string | null): void => {
    if (open) bars.push({ kind: "pause", label: open.text, status: to === null ? "open" : "over", from: open.at, to });
    open = undefined;
  };
  for (const entry of entries) {
    if (entry.type === "ExecutionPaused") open ??= entry;
    else if (["ExecutionResumed", "ExecutionCancelled", "ExecutionFailed", "ExecutionCancelRequested"].includes(entry.type))
      close(entry.at);
  }
  close(null);
  return bars;
}
