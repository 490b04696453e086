/** Cursors in memory, for tests and the simulation. */
import type { CursorStore } from "../cursors.ts";

/** An empty cursor store with the same conditions as the one on DynamoDB. */
export function createMemoryCursors(): CursorStore {
  const cursors = new Map<string, number>();
  let mark: string | null = null;
  return {
    read: async (streamId) => cursors.get(streamId) ?? 0,
    advance: async (streamId, from, to) => {
      if ((cursors.get(streamId) ?? 0) !== from) return false;
      cursors.set(streamId, to);
      return true;
    },
    readMark: async () => mark,
    writeMark: async (sweptTo) => {
      if (mark === null || mark < sweptTo) mark = sweptTo;
    },
  };
}
