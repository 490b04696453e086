/** How far running operations are. Progress is not history: it never enters the log. */

/** What is known of a running operation. Times are ISO 8601, UTC. */
export interface OperationProgress {
  readonly operationId: string;
  readonly executionId: string;
  readonly taskId: string;
  readonly percent?: number | undefined;
  readonly message: string;
  readonly heardAt: string;
}

/** The last signs of life, by operationId. */
export interface LastWords {
  readonly heard: Readonly<Record<string, string>>;
  readonly said: Readonly<Record<string, string>>;
}

/** Where progress is kept. Losing an item costs one needless question to an adapter. */
export interface OperationStore {
  /** Keeps a sign of life: at most one write per operation in 5 s unless the percentage changed; an older sign changes nothing. */
  readonly hear: (progress: OperationProgress) => Promise<void>;
  /** When these operations were last heard of, and what was said, by operationId; silent ones are left out. */
  readonly lastWords: (operationIds: readonly string[]) => Promise<LastWords>;
}

/** Shortest time between two writes for one operation whose percentage stands still. */
export const QUIET_MS = 5_000;

/** Whether `next` is worth a write after `last`. */
export function isNews(last: OperationProgress | undefined, next: OperationProgress): boolean {
  if (last === undefined) return true;
  if (next.heardAt <= last.heardAt) return false;
  return next.percent !== last.percent || Date.parse(next.heardAt) - Date.parse(last.heardAt) >= QUIET_MS;
}
