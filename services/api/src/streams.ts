/** Names of streams. */

/** The stream of an execution. */
export function executionStream(executionId: string): string {
  return `EXEC#${executionId}`;
}

/** The stream of a plan. */
export function planStream(planId: string): string {
  return `PLAN#${planId}`;
}
