/** One lane with one receiver on stores in memory, for tests that pump it step by step. */
import { createVirtualClock } from "@dr/runtime";
import { createBreaker } from "../src/breaker.ts";
import type { Answer, Integration, Send } from "../src/integration.ts";
import { newLane } from "../src/lane.ts";
import { createMemoryStores } from "../src/memory/memory-stores.ts";
import { createPump } from "../src/pump.ts";
import { createRateLimit } from "../src/rate.ts";
import { createReadContext } from "../src/read-context.ts";
import type { Receiver } from "../src/receiver.ts";
import type { DeliveryStores } from "../src/stores.ts";
import { sampleEvent } from "../src/testing/sample-event.ts";

/** When everything begins. */
export const NOON = "2026-11-28T12:00:00.000Z";

/** An answer that takes what was sent. */
export const ok: Answer = { status: 200, headers: {}, body: "fine", latencyMs: 3 };

/** The receiver. */
export const base: Receiver = {
  receiverId: "r",
  kind: "echo",
  filter: {},
  settings: {},
  enabled: true,
  since: NOON,
  ratePerSecond: 100,
  retryHours: 1,
};

/** Sends each event as a request of its own. */
const echo: Integration = {
  kind: "echo",
  toRequests: ({ event }) => [{ id: event.id, method: "POST", url: "https://example.com", headers: {}, body: "" }],
};

/** Stores and integration may be replaced in it; the next pump has them. */
export interface LaneBench {
  stores: DeliveryStores;
  integration: Integration;
  readonly clock: ReturnType<typeof createVirtualClock>;
  readonly pump: () => Promise<string | undefined>;
  readonly arrive: (...sequences: readonly number[]) => Promise<void>;
  /** Sequence, outcome and reason of what was tried, the oldest first. */
  readonly outcomes: () => Promise<readonly (readonly [number, string, string | undefined])[]>;
}

/** A bench with the receiver in its stores. */
export async function createLaneBench(send: Send): Promise<LaneBench> {
  const clock = createVirtualClock(NOON);
  const takeToken = createRateLimit(clock);
  const bench: LaneBench = {
    stores: createMemoryStores(),
    integration: echo,
    clock,
    pump: () =>
      createPump({
        stores: bench.stores,
        integrations: new Map([["echo", bench.integration]]),
        send,
        readContext: createReadContext(bench.stores.events),
        // A process of its own each time: what it knows of the receiver stands in its item.
        breaker: createBreaker(clock, bench.stores.receivers),
        takeToken,
        clock,
        random: () => 1,
        metrics: { count: () => undefined },
      })("r#e", { workerId: "w", remainingMs: () => 60_000, logger: { warn: () => undefined } }),
    arrive: async (...sequences) => {
      for (const sequence of sequences) await bench.stores.events.add(sampleEvent("e", sequence, clock.nowIso()));
      await bench.stores.lanes.wake(newLane("r", "e", clock.nowIso()));
    },
    outcomes: async () =>
      (await bench.stores.records.list("r", { limit: 50 }))
        .toReversed()
        .map(({ sequence, outcome, reason }) => [sequence, outcome, reason] as const),
  };
  await bench.stores.receivers.put(base);
  return bench;
}
