/** How far the publisher got: a cursor per stream and the mark of the sweep. */

/** Cursors. Reads are consistent. */
export interface CursorStore {
  /** Version up to which a stream is on the bus; 0 if nothing of it is. */
  readonly read: (streamId: string) => Promise<number>;
  /** The same, and the version up to which it was anchored as far as this table knows. Only the checkpoints themselves prove that it was. */
  readonly progress: (streamId: string) => Promise<{ readonly publishedTo: number; readonly anchoredTo: number }>;
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
