// The health of a receiver is what its breaker does: told from the records that any process can read.
import { createVirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { createBreaker } from "./breaker.ts";
import { createMemoryStores } from "./memory/memory-stores.ts";
import { healthOf } from "./receiver-health.ts";
import type { DeliveryRecord } from "./stores.ts";

const START = "2026-11-29T12:00:00.000Z";
const record = (outcome: DeliveryRecord["outcome"], at: string): DeliveryRecord => ({
  receiverId: "r",
  eventId: "EXEC#e:1",
  executionId: "e",
  sequence: 1,
  type: "WaveCompleted",
  attempt: 1,
  at,
  outcome,
  ...(outcome === "sent" ? {} : { reason: "answered 503" }),
});

test("well, failing, and resting exactly as long as the breaker rests", async () => {
  const clock = createVirtualClock(START);
  const { receivers } = createMemoryStores();
  await receivers.put({
    receiverId: "r",
    kind: "k",
    filter: {},
    settings: {},
    enabled: true,
    since: START,
    ratePerSecond: 1,
    retryHours: 1,
  });
  const breaker = createBreaker(clock, receivers);
  const records: DeliveryRecord[] = [record("sent", clock.nowIso())];
  expect(healthOf([])).toEqual({ state: "untried", failures: 0 });
  expect(healthOf(records)).toEqual({ state: "well", failures: 0, lastTakenAt: START });
  for (let failures = 1; failures <= 12; failures += 1) {
    clock.advance(1_000);
    await breaker.answered("r", "answered 503");
    records.unshift(record(failures % 2 === 0 ? "retry" : "unknown", clock.nowIso()));
    const health = healthOf(records);
    const restMs = await breaker.pauseMs("r");
    expect(health).toEqual({
      state: failures < 5 ? "failing" : "resting",
      failures,
      failingSince: "2026-11-29T12:00:01.000Z",
      ...(restMs === 0 ? {} : { restsUntil: new Date(clock.nowMs() + restMs).toISOString() }),
      lastReason: "answered 503",
      lastTakenAt: START,
    });
  }
  records.unshift(record("dead", clock.nowIso()));
  expect(healthOf(records)).toEqual({ state: "well", failures: 0, lastTakenAt: START });
});
