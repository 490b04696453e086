// Deliveries under faults: none lost, none out of order, none repeated without need.
import { expect, test } from "vitest";
import { runStorm } from "./storm.ts";

test("4,000 deliveries through resets, lost answers, time-outs, 429, 500, 503, a receiver that is down for a day, and a sender that dies twenty times", async () => {
  const storm = await runStorm({ seed: 7, executions: 100, eventsEach: 10, receivers: 4, kills: 20, failureRate: 0.03 });
  expect({
    wanted: storm.wanted,
    lost: storm.lost,
    outOfOrder: storm.outOfOrder,
    kills: storm.kills,
    deadLetters: storm.deadLetters,
  }).toEqual({
    wanted: 4_000,
    lost: [],
    outOfOrder: [],
    kills: 20,
    deadLetters: 0,
  });
  expect(storm.needlessRepeats).toEqual([]);
  // Every kind of fault struck, and only lost answers and deaths led to a second arrival.
  expect(Object.entries(storm.failures).filter(([, count]) => count === 0)).toEqual([]);
  expect(storm.repeats).toBe((storm.failures["answer_lost"] ?? 0) + storm.deaths);
});
