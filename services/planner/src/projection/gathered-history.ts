/** Items of the list that are looked at in the same moment share a request: the projector looks at one for each stream of its batch. */
import type { HistoryItem, HistoryStore } from "@dr/event-log";
import { gathered } from "@dr/runtime";

/** The same list; what is asked for side by side is one read. */
export function withGatheredGets(history: HistoryStore): HistoryStore {
  return {
    ...history,
    get: gathered<string, HistoryItem | null>(async (calls) => {
      const found = await history.getAll([...new Set(calls.map(({ input }) => input))]);
      for (const { input, answer } of calls) answer(found.get(input) ?? null);
    }),
  };
}
