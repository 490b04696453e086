// 100,000 deliveries under faults: the figure that docs/explanation/figures.md gives.
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
  expect({ wanted, lost, outOfOrder, needlessRepeats, kills, deadLetters }).toEqual({
    wanted: 100_000,
    lost: [],
    outOfOrder: [],
    needlessRepeats: [],
    kills: 20,
    deadLetters: 0,
  });
});
