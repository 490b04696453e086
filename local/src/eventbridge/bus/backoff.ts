/** How long to wait before a retry. */

/** Waits double from `baseMs` up to `capMs`. */
export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
}

/** AWS says only "exponential back off and jitter" over 24 hours and 185 attempts; a cap of 8 minutes spreads them that far. */
export const DEFAULT_BACKOFF: Backoff = { baseMs: 1_000, capMs: 480_000 };

/** The wait before retry number `retry` (1 is the first): between half and all of the doubled base, by `random` in [0, 1). */
export function toBackoffMs(retry: number, { baseMs, capMs }: Backoff, random: () => number): number {
  const fullMs = Math.min(capMs, baseMs * 2 ** (retry - 1));
  return Math.round(fullMs * (0.5 + random() / 2));
}
