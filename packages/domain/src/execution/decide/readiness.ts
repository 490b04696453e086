/** Recording what adapters saw when they were asked whether tasks are ready. */
import type { EventData } from "@dr/events";
import { advance } from "../advance/advance.ts";
import { findPlace, taskAt, waveAt } from "../lookup.ts";
import { assertExists } from "../refuse.ts";
import { emit, startRun } from "../run.ts";
import { listed, unlistedOf } from "../sizes.ts";
import type { ExecutionState } from "../state.ts";
import type { Decide } from "./types.ts";

type Reported = EventData<"ReadinessReported">;

/**
 * An answer counts once, for tasks of the technology that speaks, to the newest question about a wave that has not begun, while a wave may begin at
 * all: one that ended and waits to be reopened asks again.
 */
export const recordReadiness: Decide<"RecordReadiness"> = (state, { data, now }) => {
  assertExists(state);
  if (!mayBegin(state)) return [];
  const run = startRun(state, now);
  const tasks = data.tasks.filter((task) => counts(state, data, task.taskId));
  if (tasks.length === 0) return [];
  const { executionId, checkId, technology } = data;
  emit(run, "ReadinessReported", { executionId, checkId, technology, tasks: withinSize(tasks) });
  advance(run);
  return run.events;
};

function mayBegin({ status }: ExecutionState): boolean {
  return status === "executing" || status === "paused";
}

function counts(state: ExecutionState, { checkId, technology }: Reported, taskId: string): boolean {
  const place = findPlace(state, taskId);
  if (!place || taskAt(state, place).spec.type !== technology) return false;
  const { status, readiness } = waveAt(state, place.wave);
  return status === "pending" && readiness?.checkId === checkId && readiness.awaited.includes(taskId);
}

/** Each task keeps its share of an event's room: those of its checks that come first. */
function withinSize(tasks: Reported["tasks"]): Reported["tasks"] {
  const share = Math.floor(MAX_BYTES / tasks.length);
  return tasks.map(({ taskId, ready, checks, unlisted = 0 }) => {
    const shown = listed(checks, share);
    const more = unlistedOf(shown).unlisted ?? 0;
    return { taskId, ready, checks: shown.items, ...(more + unlisted > 0 ? { unlisted: more + unlisted } : {}) };
  });
}

const MAX_BYTES = 12_000;
