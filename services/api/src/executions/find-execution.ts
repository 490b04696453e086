/** Executions by id, consistently read. */
import type { ExecutionState } from "@dr/domain";
import { DrError } from "@dr/events";
import type { Loaded } from "@dr/event-log";
import type { ApiDeps } from "../deps.ts";

/** The folded state and the head of its stream. Throws `execution.not_found`. */
export async function loadExecution({ executions }: Pick<ApiDeps, "executions">, executionId: string): Promise<Loaded<ExecutionState>> {
  const folded = await executions.load(executionId);
  if (folded.head.version === 0) throw executionNotFound(executionId);
  return folded;
}

/** The error for an id that nobody knows. */
export function executionNotFound(executionId: string): DrError {
  return new DrError("execution.not_found", `there is no execution ${executionId}`);
}
