/** A circuit breaker per receiver: one that keeps failing is asked seldom, by one probe at a time, whatever the number of lanes and of processes. */
import type { Clock } from "@dr/runtime";
import type { Failing } from "./failing.ts";
import type { Receiver } from "./receiver.ts";
import type { ReceiverStore } from "./stores.ts";

const OPENS_AFTER = 5;
const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 300_000;

/** What stands in the receiver's own item, so that every process knows it. Milliseconds throughout. */
export interface Breaker {
  /** Takes over what the receiver says of itself, freshly read. */
  readonly seen: (receiver: Pick<Receiver, "receiverId" | "failing">) => void;
  /** How long this receiver is to be left alone; 0 = now. Whoever is let through after a rest is the probe: all others wait until it is answered. */
  readonly pauseMs: (receiverId: string) => Promise<number>;
  /** `failure`: why it failed; undefined if it did not. */
  readonly answered: (receiverId: string, failure: string | undefined) => Promise<void>;
}

/** How long a receiver is left alone after so many failures in a row; 0 below the number that opens the breaker. */
export function restAfter(failures: number): number {
  return failures < OPENS_AFTER ? 0 : Math.min(FIRST_REST_MS * 2 ** Math.min(failures - OPENS_AFTER, 10), LONGEST_REST_MS);
}

/** A breaker. Two processes that fail at the same moment count one failure: it opens a try later. */
export function createBreaker(clock: Pick<Clock, "nowMs" | "nowIso">, receivers: Pick<ReceiverStore, "fail">): Breaker {
  const known = new Map<string, Failing>();
  const note = (receiverId: string, failing: Failing | undefined): void =>
    void (failing ? known.set(receiverId, failing) : known.delete(receiverId));
  const rested = ({ restsUntil: _, ...failing }: Failing): Failing => {
    const restMs = restAfter(failing.failures);
    return { ...failing, ...(restMs === 0 ? {} : { restsUntil: new Date(clock.nowMs() + restMs).toISOString() }) };
  };
  return {
    seen: ({ receiverId, failing }) => note(receiverId, failing),
    pauseMs: async (receiverId) => {
      const failing = known.get(receiverId);
      if (failing?.restsUntil === undefined) return 0;
      const rest = Date.parse(failing.restsUntil) - clock.nowMs();
      if (rest > 0) return rest;
      const probing = rested(failing);
      note(receiverId, probing);
      return (await receivers.fail(receiverId, probing, failing.restsUntil)) ? 0 : restAfter(failing.failures);
    },
    answered: async (receiverId, failure) => {
      const before = known.get(receiverId);
      if (failure === undefined && !before) return;
      const failed = {
        failures: (before?.failures ?? 0) + 1,
        since: before?.since ?? clock.nowIso(),
        lastReason: failure?.slice(0, 300) ?? "",
      };
      const after = failure === undefined ? undefined : rested(failed);
      note(receiverId, after);
      await receivers.fail(receiverId, after);
    },
  };
}
