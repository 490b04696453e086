// A wall clock in the hand of a test.

/** The wall time at which every test estate starts: 2026-11-23T04:00:00Z. */
export const START_MS = Date.parse("2026-11-23T04:00:00.000Z");

/** A wall clock in the hand of a test. */
export type HandClock = { readonly now: () => number; pass(seconds: number): void };

/** Starts at `START_MS`, or where told. */
export const createHandClock = (startMs = START_MS): HandClock => {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    pass(seconds) {
      nowMs += seconds * 1000;
    },
  };
};
