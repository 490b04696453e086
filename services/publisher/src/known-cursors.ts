/** Cursors as this process last moved them. */

/** Streams remembered; the one moved longest ago is forgotten first. */
const MAX_STREAMS = 2_000;

/** Where cursors stood. Never trusted: each move is conditional, and one that fails has the cursor read. */
export interface KnownCursors {
  readonly get: (streamId: string) => number | undefined;
  readonly set: (streamId: string, publishedTo: number) => void;
  readonly forget: (streamId: string) => void;
}

/** Spares the read of a cursor for each commit: nearly all of them are published by the process that published the one before. */
export function createKnownCursors(): KnownCursors {
  const known = new Map<string, number>();
  return {
    get: (streamId) => known.get(streamId),
    set: (streamId, publishedTo) => {
      known.delete(streamId);
      known.set(streamId, publishedTo);
      const [oldest] = known.keys();
      if (known.size > MAX_STREAMS && oldest !== undefined) known.delete(oldest);
    },
    forget: (streamId) => {
      known.delete(streamId);
    },
  };
}
