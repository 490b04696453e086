// 100,000 deliveries under faults, to receivers that answer 2xx within the time for which they are tried: the figures that docs/explanation/figures.md gives.
import { expect, test } from "vitest";
import { runStorm } from "./storm.ts";

test("100,000 deliveries", { timeout: 900_000 }, async () => {
  const { wanted, lost, outOfOrder, needlessRepeats, kills, deadLetters } = await runStorm({
    seed: 1,
    executions: 1_000,
    eventsEach: 25,
    receivers: 4,
    kills: 20,
    failureRate: 0.03,
  });
  const delivered = (wanted - lost.length - deadLetters) / wanted;
  // What is promised is 99.9 %.
  expect(delivered).toBeGreaterThanOrEqual(0.999);
  expect({ wanted, lost, outOfOrder, needlessRepeats, kills, deadLetters }).toEqual({
    wanted: 100_000,
    lost: [],
    outOfOrder: [],
    needlessRepeats: [],
    kills: 20,
    deadLetters: 0,
  });
});
