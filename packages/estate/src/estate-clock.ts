// Estate time: the simulated world's own clock, which may run faster than the wall clock.

/** A moment at which wall time and estate time were tied together, and the speed from then on. */
export type ClockAnchor = { readonly wallMs: number; readonly estateMs: number; readonly speed: number };

/** Reads estate time. `nowMs` never runs backwards within a process, whatever the wall clock does. */
export type EstateClock = {
  readonly anchor: ClockAnchor;
  nowMs(): number;
  wallMs(): number;
};

const estateMsAt = (anchor: ClockAnchor, wallMs: number): number => anchor.estateMs + Math.max(0, wallMs - anchor.wallMs) * anchor.speed;

/**
 * The anchor to go on with after a start. The world did not stop while our process was down, so estate time has
 * moved on; a new speed takes effect from now and never makes estate time jump.
 */
export const continueAnchor = (stored: ClockAnchor | undefined, wallMs: number, speed: number): ClockAnchor => {
  if (stored === undefined) return { wallMs, estateMs: wallMs, speed };
  if (stored.speed === speed) return stored;
  return { wallMs, estateMs: estateMsAt(stored, wallMs), speed };
};

/** Estate time = anchor + (wall now − anchor wall) × speed; `wallClock` returns epoch milliseconds. */
export const createEstateClock = (anchor: ClockAnchor, wallClock: () => number): EstateClock => {
  let latestMs = anchor.estateMs;
  return {
    anchor,
    wallMs: wallClock,
    nowMs() {
      latestMs = Math.max(latestMs, Math.round(estateMsAt(anchor, wallClock())));
      return latestMs;
    },
  };
};

/** A time that never comes (the last millisecond a `Date` can hold): a transition that never completes ends here. */
export const NEVER_MS = 8_640_000_000_000_000;

/** Estate or wall milliseconds as an ISO 8601 instant. */
export const toIso = (epochMs: number): string => new Date(epochMs).toISOString();
