/** What a receiver keeps of its own failures. */

/** How a receiver fails: so many tries in a row, since when and why, and until when it is left alone, once they are enough. Times are ISO 8601, UTC. */
export interface Failing {
  readonly failures: number;
  readonly since: string;
  readonly restsUntil?: string;
  readonly lastReason?: string;
}
