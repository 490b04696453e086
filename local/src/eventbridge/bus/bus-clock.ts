/** Time as the bus needs it: what o'clock it is, and waking up later. */

/** Give tests a virtual one. */
export interface BusClock {
  readonly nowMs: () => number;
  /** Runs `task` once after `delayMs`; the returned function calls it off. */
  readonly schedule: (delayMs: number, task: () => void) => () => void;
}

/** The machine's clock. Waiting for a retry does not keep the process alive. */
export const systemBusClock: BusClock = {
  nowMs: Date.now,
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
