import { executionDecider } from "@dr/domain";
import { createMemoryHistoryStore } from "@dr/event-log";
import { createVirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { createQueueReader } from "./queue-position.ts";

const queue = { reason: "all 50 execution slots are taken", since: "2026-11-23T04:00:00.000Z" };
const queued = (executionId: string) => ({ ...executionDecider.initialState, executionId, status: "queued" as const, queue });

test("a queued execution tells its place among those that wait, recoveries first; others tell nothing", async () => {
  const history = createMemoryHistoryStore();
  const queueOf = createQueueReader({ history, clock: createVirtualClock(queue.since) });
  for (const [minute, ExecutionId, executionType] of [
    [1, "drill-1", "drill"],
    [2, "recovery-1", "recovery"],
  ] as const) {
    await history.put({
      ExecutionId,
      PlanId: "p",
      PlanName: "p",
      Status: "queued",
      StartTime: `2026-11-23T04:0${minute}:00.000Z`,
      version: 1,
      currentWave: null,
      executionType,
      mode: "planned",
      requestedBy: null,
      waveCount: 1,
      summary: {},
    });
  }
  expect(await queueOf(queued("drill-1"))).toEqual({ queue: { ...queue, position: 2, of: 2 } });
  expect(await queueOf(queued("recovery-1"))).toEqual({ queue: { ...queue, position: 1, of: 2 } });
  expect(await queueOf(queued("not-listed-yet"))).toEqual({});
  expect(await queueOf({ ...queued("drill-1"), status: "executing" })).toEqual({});
});
