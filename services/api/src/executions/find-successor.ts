/** Executions of the same plan that came after one. */
import type { HistoryStore } from "@dr/event-log";

const PAGE = 100;
/** Further back nobody looks: by then the list is no longer about what may still be redriven. */
const MAX_PAGES = 20;

/** The newest recovery of the plan that was started after this one, or null: a drill cleans up, and leaves nothing that anybody relies on. The list lags behind by moments; an execution that is still open is found by its lease. */
export async function findSuccessor(
  { listAll }: Pick<HistoryStore, "listAll">,
  { executionId, planId }: { readonly executionId: string; readonly planId: string },
): Promise<string | null> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, cursor: next } = await listAll({ limit: PAGE, cursor, order: "newest_first" });
    for (const item of items) {
      if (item.ExecutionId === executionId) return null;
      if (item.PlanId === planId && item.executionType === "recovery") return item.ExecutionId;
    }
    if (next === undefined) return null;
    cursor = next;
  }
  return null;
}
