/** Executions of the same plan that came after one. */
import type { HistoryStore } from "@dr/event-log";

/**
 * The newest recovery of the plan, if it is another execution that was started later, or null: a drill cleans up, and leaves nothing that anybody relies on. One or two reads,
 * however long the history is. The list lags behind by moments; an execution that is still open is found by its lease.
 */
export async function findSuccessor(
  { get, listByPlan }: Pick<HistoryStore, "get" | "listByPlan">,
  { executionId, planId }: { readonly executionId: string; readonly planId: string },
): Promise<string | null> {
  const { items } = await listByPlan(planId, { limit: 1, order: "newest_first", executionType: "recovery" });
  const newest = items[0];
  if (newest === undefined || newest.ExecutionId === executionId) return null;
  const own = await get(executionId);
  return own !== null && own.StartTime > newest.StartTime ? null : newest.ExecutionId;
}
