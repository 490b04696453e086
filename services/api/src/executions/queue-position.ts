/** Where a queued execution stands in the queue. */
import { inQueueOrder, type ExecutionState } from "@dr/domain";
import { remembered } from "@dr/runtime";
import type { ApiDeps } from "../deps.ts";

/** Executions looked at, as many as two requests read; further behind nobody counts. */
const MAX_COUNTED = 100;
/** Age of the list of those who wait that is good enough: everybody who waits asks for it. */
const KEEP_MS = 2_000;

/** An execution's `queue` with its place. */
export type QueueView = { readonly queue?: { reason: string; since: string; position: number; of: number } };

/**
 * Tells `queue` with the position from 1, in the order of admission; nothing for an execution that does not wait, or that the list does not show yet. The list may be
 * two seconds old.
 */
export function createQueueReader({
  history,
  clock,
}: {
  readonly history: Pick<ApiDeps["history"], "listByStatus">;
  readonly clock: Pick<ApiDeps["clock"], "nowMs">;
}): (state: ExecutionState) => Promise<QueueView> {
  const waiting = remembered(() => history.listByStatus("queued", { limit: MAX_COUNTED, order: "oldest_first" }), {
    clock,
    keepMs: KEEP_MS,
  });
  return async ({ status, executionId, queue }) => {
    if (status !== "queued" || queue === null) return {};
    const { items } = await waiting();
    const position = inQueueOrder(items).findIndex(({ ExecutionId }) => ExecutionId === executionId) + 1;
    return position === 0 ? {} : { queue: { ...queue, position, of: items.length } };
  };
}
