/** Refusing commands: one shape, always with the status that stands against it. */
import { DrError } from "@dr/events";
import type { ExecutionState, ExecutionStatus } from "./state.ts";

/** Statuses after which nothing follows (unless a failed execution is redriven). */
const TERMINAL: ReadonlySet<ExecutionStatus> = new Set(["completed", "failed", "cancelled"]);

/** True once the execution has ended. */
export function isTerminal(state: ExecutionState): boolean {
  return TERMINAL.has(state.status);
}

/** The name of a status in the API: `executing` is `in_progress` there. */
export function toApiStatus(status: ExecutionStatus): Exclude<ExecutionStatus, "executing"> | "in_progress" {
  return status === "executing" ? "in_progress" : status;
}

/** The error of a refused command; `details` carries the execution and its current status. */
export function refusal(state: ExecutionState, code: string, message: string, details: Record<string, unknown> = {}): DrError {
  return new DrError(code, message, { details: { executionId: state.executionId, status: toApiStatus(state.status), ...details } });
}

/** Throws `execution.not_found` for an empty stream. */
export function assertExists(state: ExecutionState): void {
  if (state.status === "none") throw new DrError("execution.not_found", "there is no such execution");
}

/** Throws `execution.not_found` or `execution.already_ended`: the first end to land wins, and the loser learns which it was. */
export function assertOpen(state: ExecutionState): void {
  assertExists(state);
  if (isTerminal(state)) throw refusal(state, "execution.already_ended", `the execution has ended: ${state.status}`);
}
