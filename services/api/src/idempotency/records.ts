/** Where idempotency keeps its records. */

/** One key. `answer` is the stored response as JSON, absent while the work goes on; `expiresAt` is in seconds (the table's TTL). */
export interface IdempotencyRecord {
  readonly key: string;
  readonly bodyHash: string;
  /** Names the try that holds the lock. */
  readonly owner: string;
  /** Names the request for all its tries. */
  readonly requestId: string;
  readonly lockedUntilMs: number;
  readonly expiresAt: number;
  readonly answer?: string;
}

/** Port of the record store. Every write is conditional, so that two tries never both believe to hold a key. */
export interface IdempotencyRecords {
  /** Writes the record if its key is free, otherwise gives back the one that is there (consistent read). */
  readonly create: (record: IdempotencyRecord) => Promise<IdempotencyRecord | undefined>;
  /** Replaces the unfinished record of `previousOwner`; false if another try was faster. */
  readonly takeOver: (record: IdempotencyRecord, previousOwner: string) => Promise<boolean>;
  /** Stores the answer, if `record` still holds the key. */
  readonly complete: (record: IdempotencyRecord, answer: string) => Promise<void>;
  /** Ends the lock now and keeps the record, if `record` still holds the key. */
  readonly unlock: (record: IdempotencyRecord) => Promise<void>;
  /** Frees the key, if `record` still holds it. */
  readonly remove: (record: IdempotencyRecord) => Promise<void>;
}
