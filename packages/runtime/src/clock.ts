/** Time as a port: nothing else in the system reads a clock or sleeps. */

/** Tells the time. `nowIso` is ISO 8601 in UTC with milliseconds. */
export interface Clock {
  readonly nowMs: () => number;
  readonly nowIso: () => string;
}

/** Resolves after `ms` milliseconds. */
export type Sleep = (ms: number) => Promise<void>;

/** The machine's clock. */
export const systemClock: Clock = { nowMs: () => Date.now(), nowIso: () => new Date().toISOString() };

/** Sleeps for real. Only for short back-offs inside a Lambda. */
export const systemSleep: Sleep = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** A clock that stands still until it is told to move. */
export interface VirtualClock extends Clock {
  readonly advance: (ms: number) => void;
  readonly set: (iso: string) => void;
  /** Moves the clock by `ms` and returns at once: a `Sleep` without waiting. */
  readonly sleep: Sleep;
}

/** A clock that starts at `startIso` and moves only by `advance`, `set` and `sleep`. */
export function createVirtualClock(startIso: string): VirtualClock {
  let nowMs = Date.parse(startIso);
  const advance = (ms: number): void => {
    nowMs += ms;
  };
  return {
    nowMs: () => nowMs,
    nowIso: () => new Date(nowMs).toISOString(),
    advance,
    set: (iso) => {
      nowMs = Date.parse(iso);
    },
    sleep: (ms) => {
      advance(ms);
      return Promise.resolve();
    },
  };
}
