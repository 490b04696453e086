/** Small loads on the real planner and publisher. */
import { expect, it } from "vitest";
import { runLoad } from "./run-load.ts";

const size = { waves: 3, tasksPerWave: 2 };
/** Request, waves, plan, start and end; start and end of each wave and each task. */
const EVENTS = 5 + 3 * 2 + 6 * 2;

it("completes all executions, none of them twice, and measures each advance", async () => {
  const ended: number[] = [];
  const result = await runLoad({ ...size, concurrent: 4, total: 8, alone: 0 }, (count) => ended.push(count));
  expect(ended).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(result).toMatchObject({ eventsPerExecution: EVENTS, stuck: 0, doubled: 0 });
  expect(result.executionsPerSecond).toBeGreaterThan(0);
  expect(result.saturatedMs.every((ms) => ms > 0)).toBe(true);
});

it("advances waves one at a time first, and lets the rest go then", async () => {
  const result = await runLoad({ ...size, concurrent: 3, total: 3, alone: 2 }, () => undefined);
  expect(result).toMatchObject({ eventsPerExecution: EVENTS, stuck: 0, doubled: 0 });
  expect([...result.aloneMs, ...result.saturatedMs].every((ms) => ms > 0)).toBe(true);
});

it("takes the price of each wave of a single execution", async () => {
  const result = await runLoad({ ...size, concurrent: 1, total: 1, alone: 0 }, () => undefined);
  // Planning, then the waves that another one followed.
  expect(result.waveCpuMs).toHaveLength(3);
});
