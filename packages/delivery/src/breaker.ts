/** A circuit breaker per receiver: one that keeps failing is asked seldom, by one probe at a time, whatever the number of lanes and of processes. */
import type { Clock } from "@dr/runtime";
import type { Receiver } from "./receiver.ts";
import type { ReceiverStore } from "./stores.ts";

const OPENS_AFTER = 5;
const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 300_000;

/** How a receiver fails: so many tries in a row, and until when it is left alone (ISO 8601, UTC), once they are enough. */
export interface Failing {
  readonly failures: number;
  readonly restsUntil?: string;
}

/** What stands in the receiver's own item, so that every process knows it. Milliseconds throughout. */
export interface Breaker {
  /** Takes over what the receiver says of itself, freshly read. */
  readonly seen: (receiver: Pick<Receiver, "receiverId" | "failing">) => void;
  /** How long this receiver is to be left alone; 0 = now. Whoever is let through after a rest is the probe: all others wait until it is answered. */
  readonly pauseMs: (receiverId: string) => Promise<number>;
  readonly answered: (receiverId: string, well: boolean) => Promise<void>;
}

/** How long a receiver is left alone after so many failures in a row; 0 below the number that opens the breaker. */
export function restAfter(failures: number): number {
  return failures < OPENS_AFTER ? 0 : Math.min(FIRST_REST_MS * 2 ** Math.min(failures - OPENS_AFTER, 10), LONGEST_REST_MS);
}

/** A breaker. Two processes that fail at the same moment count one failure: it opens a try later. */
export function createBreaker(clock: Pick<Clock, "nowMs">, receivers: Pick<ReceiverStore, "fail">): Breaker {
  const known = new Map<string, Failing>();
  const note = (receiverId: string, failing: Failing | undefined): void =>
    void (failing ? known.set(receiverId, failing) : known.delete(receiverId));
  const restingFor = (failures: number): Failing => {
    const restMs = restAfter(failures);
    return { failures, ...(restMs === 0 ? {} : { restsUntil: new Date(clock.nowMs() + restMs).toISOString() }) };
  };
  return {
    seen: ({ receiverId, failing }) => note(receiverId, failing),
    pauseMs: async (receiverId) => {
      const { failures = 0, restsUntil } = known.get(receiverId) ?? {};
      if (restsUntil === undefined) return 0;
      const rest = Date.parse(restsUntil) - clock.nowMs();
      if (rest > 0) return rest;
      const probing = restingFor(failures);
      note(receiverId, probing);
      return (await receivers.fail(receiverId, probing, restsUntil)) ? 0 : restAfter(failures);
    },
    answered: async (receiverId, well) => {
      const before = known.get(receiverId);
      if (well && !before) return;
      const after = well ? undefined : restingFor((before?.failures ?? 0) + 1);
      note(receiverId, after);
      await receivers.fail(receiverId, after);
    },
  };
}
