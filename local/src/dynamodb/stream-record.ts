/** What a table with a stream tells of each new item. */

/** A new item of a streamed table, as DynamoDB JSON, in the order in which the writes succeeded. */
export interface StreamRecord {
  readonly table: string;
  readonly sequenceNumber: string;
  /** When the write succeeded, in ms since the epoch. */
  readonly createdAtMs: number;
  readonly keys: Record<string, unknown>;
  readonly newImage: Record<string, unknown>;
}
