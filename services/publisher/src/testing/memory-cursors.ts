/** Cursors in memory, for tests and the simulation. */
import type { CursorStore } from "../cursors.ts";

/** An empty cursor store with the same conditions as the one on DynamoDB. */
export function createMemoryCursors(): CursorStore {
  const cursors = new Map<string, number>();
  const anchored = new Map<string, number>();
  let mark: string | null = null;
  const read = (streamId: string): number => cursors.get(streamId) ?? 0;
  const note = (streamId: string, anchoredTo: number): void => {
    anchored.set(streamId, Math.max(anchoredTo, anchored.get(streamId) ?? 0));
  };
  return {
    read: async (streamId) => read(streamId),
    progress: async (streamIds) =>
      new Map(streamIds.map((streamId) => [streamId, { publishedTo: read(streamId), anchoredTo: anchored.get(streamId) ?? 0 }])),
    advance: async (streamId, from, to, anchoredTo) => {
      if (read(streamId) !== from) return false;
      cursors.set(streamId, to);
      if (anchoredTo !== undefined) note(streamId, anchoredTo);
      return true;
    },
    noteAnchored: async (streamId, anchoredTo) => {
      note(streamId, anchoredTo);
    },
    readMark: async () => mark,
    writeMark: async (sweptTo) => {
      if (mark === null || mark < sweptTo) mark = sweptTo;
    },
  };
}
