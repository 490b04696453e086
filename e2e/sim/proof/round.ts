/** How long it takes until every open execution is led again, and what it had asked for is with an adapter again. */
import { LEADERSHIP_STREAM, type Commit } from "@dr/event-log";
import type { ExecutionModel } from "../invariants/execution-model.ts";

/** From a moment until each execution that was open then has been taken over, and each of its outstanding tasks been asked for or answered. */
export interface Round {
  /** To be called after the model took the commit in. */
  readonly onCommit: (commit: Commit) => void;
  /** An adapter dealt with a request of this epoch. */
  readonly onHandled: (executionId: string, taskId: string, epoch: number) => void;
  /** Milliseconds that it took; undefined while something is left. */
  readonly tookMs: () => number | undefined;
  /** The same until each is led, whether its adapters have heard of it or not. */
  readonly ledMs: () => number | undefined;
  /** What is left, in words. */
  readonly left: () => readonly string[];
}

/** Begins at `sinceMs`, with the executions that are open now. A take-over counts from `epoch` on. */
export function startRound(options: {
  readonly sinceMs: number;
  readonly epoch: number;
  readonly nowMs: () => number;
  readonly models: ReadonlyMap<string, ExecutionModel>;
}): Round {
  const { sinceMs, nowMs, models } = options;
  /** Tasks that are to be asked for again; null until the execution is led. */
  const open = new Map<string, Set<string> | null>();
  for (const [streamId, { status }] of models) if (status !== "ended") open.set(streamId, null);
  let endedMs: number | undefined;
  let ledAtMs: number | undefined;

  const isOver = (streamId: string, waiting: Set<string> | null): boolean => {
    const model = models.get(streamId);
    if (waiting === null || model === undefined) return model?.status === "ended";
    for (const taskId of waiting) if (model.tasks.get(taskId)?.status !== "outstanding") waiting.delete(taskId);
    return waiting.size === 0;
  };
  const settle = (): void => {
    for (const [streamId, waiting] of open) if (isOver(streamId, waiting)) open.delete(streamId);
    if ([...open.values()].every((tasks) => tasks !== null)) ledAtMs ??= nowMs();
    if (open.size === 0) endedMs ??= nowMs();
  };
  settle();
  return {
    onCommit: ({ streamId, epoch, events }) => {
      if (endedMs !== undefined || streamId === LEADERSHIP_STREAM) return;
      const model = models.get(streamId);
      if (model && open.has(streamId) && epoch >= options.epoch && events.some(({ type }) => type === "LeadershipTaken")) {
        open.set(streamId, new Set([...model.tasks].flatMap(([taskId, { status }]) => (status === "outstanding" ? [taskId] : []))));
      }
      settle();
    },
    onHandled: (executionId, taskId, epoch) => {
      if (endedMs !== undefined || epoch < options.epoch) return;
      open.get(`EXEC#${executionId}`)?.delete(taskId);
      settle();
    },
    tookMs: () => (endedMs === undefined ? undefined : endedMs - sinceMs),
    ledMs: () => (ledAtMs === undefined ? undefined : ledAtMs - sinceMs),
    left: () => [...open].map(([streamId, tasks]) => `${streamId} ${tasks === null ? "is not led" : `waits for ${[...tasks].join(", ")}`}`),
  };
}
