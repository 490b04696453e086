/** How far the publisher got: a cursor per stream and the mark of the sweep. */

/** Cursors. Reads are consistent. */
export interface CursorStore {
  /** Version up to which a stream is on the bus; 0 if nothing of it is. */
  readonly read: (streamId: string) => Promise<number>;
  /** Moves a cursor from `from` to `to`. False, and nothing changed, if it no longer stands at `from`: another publisher moved it. */
  readonly advance: (streamId: string, from: number, to: number) => Promise<boolean>;
  /** Time (ISO 8601) up to which every commit was found published, or null before the first sweep. */
  readonly readMark: () => Promise<string | null>;
  /** Moves the mark forward; an earlier time changes nothing. */
  readonly writeMark: (sweptTo: string) => Promise<void>;
}
