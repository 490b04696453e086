/** A circuit breaker per receiver: one that keeps failing is asked seldom, by one probe at a time, whatever the number of lanes. */
import type { Clock } from "@dr/runtime";

const OPENS_AFTER = 5;
const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 300_000;

/** Milliseconds throughout. */
export interface Breaker {
  /** How long this receiver is to be left alone; 0 = now. A call that is let through after a rest is the probe: others wait until it is answered. */
  readonly restMs: (receiverId: string) => number;
  readonly answered: (receiverId: string, well: boolean) => void;
}

interface Health {
  failures: number;
  openUntilMs: number;
}

/** How long a receiver is left alone after so many failures in a row; 0 below the number that opens the breaker. */
export function restAfter(failures: number): number {
  return failures < OPENS_AFTER ? 0 : Math.min(FIRST_REST_MS * 2 ** Math.min(failures - OPENS_AFTER, 10), LONGEST_REST_MS);
}

/** A breaker of this process. Several processes each have one: a receiver that is down then gets one probe from each. */
export function createBreaker(clock: Pick<Clock, "nowMs">): Breaker {
  const receivers = new Map<string, Health>();
  return {
    restMs: (receiverId) => {
      const health = receivers.get(receiverId);
      if (!health || health.failures < OPENS_AFTER) return 0;
      const rest = health.openUntilMs - clock.nowMs();
      if (rest > 0) return rest;
      health.openUntilMs = clock.nowMs() + restAfter(health.failures);
      return 0;
    },
    answered: (receiverId, well) => {
      if (well) {
        receivers.delete(receiverId);
        return;
      }
      const failures = (receivers.get(receiverId)?.failures ?? 0) + 1;
      const openUntilMs = failures < OPENS_AFTER ? 0 : clock.nowMs() + restAfter(failures);
      receivers.set(receiverId, { failures, openUntilMs });
    },
  };
}
