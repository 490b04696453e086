/** The failures that the decider itself gives. */
import type { Failure, WaveSpec } from "@dr/events";
import { DECIDED_HERE } from "./answers.ts";
import type { PauseState } from "./state.ts";

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
