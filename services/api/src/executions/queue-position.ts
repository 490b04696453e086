/** Where a queued execution stands in the queue. */
import { inQueueOrder, type ExecutionState } from "@dr/domain";
import type { ApiDeps } from "../deps.ts";

/** Executions looked at; further behind nobody counts. */
const MAX_COUNTED = 200;

/** `queue` with the position from 1, in the order of admission; nothing for an execution that does not wait, or that the list does not show yet. */
export async function queueOf(
  { history }: Pick<ApiDeps, "history">,
  { status, executionId, queue }: ExecutionState,
): Promise<{ queue?: { reason: string; since: string; position: number; of: number } }> {
  if (status !== "queued" || queue === null) return {};
  const { items } = await history.listByStatus("queued", { limit: MAX_COUNTED, order: "oldest_first" });
  const position = inQueueOrder(items).findIndex(({ ExecutionId }) => ExecutionId === executionId) + 1;
  return position === 0 ? {} : { queue: { ...queue, position, of: items.length } };
}
