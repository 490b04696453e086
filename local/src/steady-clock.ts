/** Time that never goes back: timers, leases and delays of this process go on when somebody sets the machine's clock back. */

/** Differences below this are the normal corrections of a clock that is kept in time. */
const TOLERANCE_MS = 1_000;

/** A clock made of a wall clock and one that only counts. It follows the wall clock forwards; when that is set back it goes on at its own pace. */
export function createSteadyClock(wallMs: () => number, countingMs: () => number): () => number {
  let offsetMs = 0;
  let lastWall = wallMs();
  let lastCount = countingMs();
  return () => {
    const wall = wallMs();
    const count = countingMs();
    const behindMs = lastWall + (count - lastCount) - wall;
    if (behindMs > TOLERANCE_MS) offsetMs += behindMs;
    // Set forwards again: what was added is taken back first, and time does not jump for it.
    if (behindMs < -TOLERANCE_MS) offsetMs = Math.max(0, offsetMs + behindMs);
    lastWall = wall;
    lastCount = count;
    return wall + offsetMs;
  };
}

/** The machine's own clock, which callers sign with. */
export const wallClockMs: () => number = Date.now.bind(Date);

/** Makes `Date.now()` and `new Date()` of this thread steady. */
export function installSteadyClock(): void {
  const RealDate = Date;
  const nowMs = createSteadyClock(wallClockMs, () => performance.now());
  const SteadyDate = new Proxy(RealDate, {
    construct: (target, args: unknown[], newTarget) => Reflect.construct(target, args.length === 0 ? [nowMs()] : args, newTarget) as object,
    apply: () => new RealDate(nowMs()).toString(),
    get: (target, name, receiver) => (name === "now" ? nowMs : (Reflect.get(target, name, receiver) as unknown)),
  });
  globalThis.Date = SteadyDate;
}
