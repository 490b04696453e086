/** Items of the list that are looked at in the same moment share a request: the projector looks at one for each stream of its batch. */
import type { HistoryStore } from "@dr/event-log";
import { gatheredByKey } from "@dr/runtime";

/** The same list; what is asked for side by side is one read. */
export function withGatheredGets(history: HistoryStore): HistoryStore {
  const get = gatheredByKey(history.getAll);
  return { ...history, get: async (executionId) => (await get(executionId)) ?? null };
}
