/** A clock of the whole process that can be put forward, so that a recovery of a quarter of an hour is over in seconds. Timers keep their own time. */

/** Time that jumps. */
export interface VirtualTime {
  /** Puts the clock forward to `ms` since the epoch; an earlier time changes nothing. */
  readonly jumpTo: (ms: number) => void;
  /** Gives the process its real clock back. */
  readonly restore: () => void;
}

/** Puts a moving `Date` in place of the real one: handlers, SDK clients and the simulated estate all read it. */
export function installVirtualTime(): VirtualTime {
  const real = globalThis.Date;
  let aheadMs = 0;
  const nowMs = (): number => real.now() + aheadMs;
  globalThis.Date = new Proxy(real, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [nowMs()] : given, newTarget) as Date,
    get: (target, key) => (key === "now" ? nowMs : (Reflect.get(target, key) as unknown)),
  });
  return {
    jumpTo: (ms) => {
      aheadMs += Math.max(0, ms - nowMs());
    },
    restore: () => {
      globalThis.Date = real;
    },
  };
}
