/** The time that an invocation has left, and how it is spent. */

/** What of a Lambda context we read; absent outside Lambda, where nothing ends an invocation. */
export interface LambdaContextLike {
  readonly awsRequestId?: string;
  readonly getRemainingTimeInMillis?: () => number;
}

/** No new record, execution or page is begun with less than this left: the slowest single step (five tries on DynamoDB) fits into it. */
export const STOP_STARTING_BEFORE_MS = 3_000;

/** With this left the wrappers answer with what is done; it covers the answer and the metrics. */
export const ANSWER_BEFORE_MS = 1_000;

/** Time left and whether to begin something new. */
export interface Deadline {
  readonly remainingMs: () => number;
  readonly isNear: () => boolean;
}

/** The deadline of one invocation; never near without a Lambda context. */
export function deadlineOf(context: unknown): Deadline {
  const { getRemainingTimeInMillis } = (context ?? {}) as LambdaContextLike;
  const remainingMs = (): number => getRemainingTimeInMillis?.call(context) ?? Number.POSITIVE_INFINITY;
  return { remainingMs, isNear: () => remainingMs() < STOP_STARTING_BEFORE_MS };
}
