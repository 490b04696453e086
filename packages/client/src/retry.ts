/** When a request may be sent again, and how long to wait before. */

/** Answers that say nothing of the request itself. */
const PASSING = new Set([429, 502, 503, 504]);
const MAX_BACKOFF_MS = 5_000;
const MAX_RETRY_AFTER_MS = 30_000;

/** Milliseconds until the next try, or undefined if there should be none. `jitter` is in [0, 1). */
export function waitBeforeRetry(
  tried: number,
  answer: { status: number; headers: Headers; code?: string },
  jitter: number,
): number | undefined {
  if (!PASSING.has(answer.status) && answer.code !== "idempotency.in_progress") return undefined;
  const asked = Number(answer.headers.get("retry-after") ?? Number.NaN) * 1_000;
  if (Number.isNaN(asked)) return backoffMs(tried, jitter);
  return asked > MAX_RETRY_AFTER_MS ? undefined : asked + jitter * 200;
}

/** Exponential with full jitter, so that many clients do not come back together. */
export function backoffMs(tried: number, jitter: number): number {
  return Math.min(MAX_BACKOFF_MS, 200 * 2 ** tried) * jitter;
}
