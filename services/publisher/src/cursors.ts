/** How far the publisher got: a cursor per stream and the mark of the sweep. */

/** Versions of a stream; 0 if nothing of it is published or anchored. */
export interface Progress {
  readonly publishedTo: number;
  readonly anchoredTo: number;
}

/** Cursors. Reads are consistent. */
export interface CursorStore {
  /** Version up to which a stream is on the bus; 0 if nothing of it is. */
  readonly read: (streamId: string) => Promise<number>;
  /** The same of many streams, a hundred in a request, and the version up to which each was anchored as far as this table knows. Only the checkpoints themselves prove that it was. */
  readonly progress: (streamIds: readonly string[]) => Promise<ReadonlyMap<string, Progress>>;
  /**
   * Moves a cursor from `from` to `to`, and notes what is anchored. False, and nothing changed, if it no longer stands at `from`: another publisher moved it.
   */
  readonly advance: (streamId: string, from: number, to: number, anchoredTo?: number) => Promise<boolean>;
  /** Notes that a stream is anchored up to a version; a lower one changes nothing. */
  readonly noteAnchored: (streamId: string, anchoredTo: number) => Promise<void>;
  /** Time (ISO 8601) up to which every commit was found published, or null before the first sweep. */
  readonly readMark: () => Promise<string | null>;
  /** Moves the mark forward; an earlier time changes nothing. */
  readonly writeMark: (sweptTo: string) => Promise<void>;
}
