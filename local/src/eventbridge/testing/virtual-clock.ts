/** A clock that only moves when told to. */
import { setImmediate } from "node:timers/promises";
import type { BusClock } from "../bus/bus-clock.ts";

/** A `BusClock` for tests. */
export interface VirtualClock extends BusClock {
  /** Moves on by `ms`, running what falls due on the way, in order, and letting each finish. */
  readonly advance: (ms: number) => Promise<void>;
  /** How many tasks wait. */
  readonly waiting: () => number;
}

/** Starts at `startMs`. */
export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  const tasks = new Map<() => void, number>();
  const nextDue = (untilMs: number) => [...tasks].filter(([, dueMs]) => dueMs <= untilMs).toSorted(([, a], [, b]) => a - b)[0];
  return {
    nowMs: () => nowMs,
    schedule: (delayMs, task) => {
      const entry = () => task();
      tasks.set(entry, nowMs + delayMs);
      return () => void tasks.delete(entry);
    },
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      for (let due = nextDue(untilMs); due !== undefined; due = nextDue(untilMs)) {
        const [task, dueMs] = due;
        tasks.delete(task);
        nowMs = dueMs;
        task();
        await setImmediate();
      }
      nowMs = untilMs;
    },
    waiting: () => tasks.size,
  };
}
