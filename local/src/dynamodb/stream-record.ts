/** What a table with a stream tells of each new item. */

/** An item of a streamed table that was put, as DynamoDB JSON, in the order in which the writes succeeded. */
export interface StreamRecord {
  readonly table: string;
  /** `MODIFY`: another item stood there before, as only somebody who goes past the log can do. */
  readonly eventName: "INSERT" | "MODIFY";
  readonly sequenceNumber: string;
  /** When the write succeeded, in ms since the epoch. */
  readonly createdAtMs: number;
  readonly keys: Record<string, unknown>;
  readonly newImage: Record<string, unknown>;
}
