/** When an execution that begins now times out. */
import { must } from "../must.ts";
import type { ExecutionState } from "../state.ts";
import { addSeconds } from "../time.ts";

/** The deadline as a field of an event; none if the plan sets no limit. */
export function executionDeadline({ request }: ExecutionState, now: string): { deadlineAt?: string } {
  const { timeoutSeconds } = must(request, "request of an execution");
  return timeoutSeconds === undefined ? {} : { deadlineAt: addSeconds(now, timeoutSeconds) };
}
