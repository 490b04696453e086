/** The failures that the decider itself gives. */
import type { Failure, WaveSpec } from "@dr/events";
import { DECIDED_HERE } from "./answers.ts";
import type { Tick } from "./commands.ts";
import type { PauseState, TaskState } from "./state.ts";

/** Enough failed tasks to start looking; all of them are in the stream. */
const TASKS_IN_SUMMARY = 5;

/** Why an execution failed whose wave failed. */
export function waveFailure(
  wave: Omit<WaveSpec, "tasks">,
  failures: readonly { readonly taskId: string; readonly failure: Failure }[],
): Failure {
  const shown = failures.slice(0, TASKS_IN_SUMMARY);
  const causes = shown.map(({ taskId, failure }) => `${taskId}: ${failure.message}`).join("; ");
  return {
    code: "execution.wave_failed",
    message: `wave ${wave.waveNumber} (${wave.name}) failed: ${causes}`,
    retryable: false,
    details: { waveNumber: wave.waveNumber, tasks: shown.map(({ taskId, failure }) => ({ taskId, code: failure.code })) },
  };
}

/** What a task is given that did not answer in time. `code` says whose time it was. */
export function deadlineFailure(
  code: "task.timed_out" | "wave.timed_out" | "execution.timed_out" | "task.stop_unconfirmed",
  deadlineAt: string,
): Failure {
  return { code, message: DEADLINE_MESSAGES[code], retryable: false, details: { ...DECIDED_HERE, deadlineAt } };
}

/** The same, for one task: with the last that was seen of it, who saw it, and when. */
export function taskDeadlineFailure(
  code: Parameters<typeof deadlineFailure>[0],
  deadlineAt: string,
  { task, heard, said = {} }: Pick<Tick, "heard" | "said"> & { readonly task: TaskState },
): Failure {
  const failure = deadlineFailure(code, deadlineAt);
  const lastSeen = lastSeenOf(task, heard, said);
  const who = lastSeen.by === "adapter" ? "as its adapter said" : "as the planner noted";
  return {
    ...failure,
    message: `${failure.message}; last seen: ${lastSeen.state}, ${who} at ${lastSeen.at ?? "an unknown time"}`,
    details: { ...failure.details, lastSeen },
  };
}

/** As much of an adapter's words as a failure carries. */
const MAX_WORDS = 500;

/** The last state that is known of a task; `at` is ISO 8601, UTC. */
interface LastSeen {
  readonly by: "adapter" | "planner";
  readonly state: string;
  readonly at: string | null;
}

function lastSeenOf(
  { status, failure, operationId, requestedAt, startedAt, ...task }: TaskState,
  heard: Tick["heard"],
  said: NonNullable<Tick["said"]>,
): LastSeen {
  if (status === "retry_scheduled") {
    const cause = task.unwindFailure ?? failure;
    return {
      by: "adapter",
      state: `it waited for a retry after ${cause?.code ?? "a failure"}: ${cause?.message ?? ""}`.slice(0, MAX_WORDS),
      at: startedAt,
    };
  }
  const words = said[operationId ?? ""];
  if (words !== undefined) return { by: "adapter", state: words.slice(0, MAX_WORDS), at: heard[operationId ?? ""] ?? null };
  if (startedAt !== null) return { by: "adapter", state: "it had begun", at: startedAt };
  return { by: "planner", state: "it was asked for, and its adapter never answered", at: requestedAt };
}

const DEADLINE_MESSAGES = {
  "task.timed_out": "the task did not answer before its deadline",
  "wave.timed_out": "the wave did not finish before its deadline",
  "execution.timed_out": "the execution did not finish before its deadline",
  "task.stop_unconfirmed": "the task was asked to stop and did not confirm it in time; its effect may stand",
} as const;

/** Why an execution failed whose pause lasted too long. */
export function pauseExpired(pause: PauseState): Failure {
  const { pauseId, reason, expiresAt } = pause;
  return { code: "pause.expired", message: `nobody ended the pause before ${expiresAt}`, retryable: false, details: { pauseId, reason } };
}
