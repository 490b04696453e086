import { expect, test } from "vitest";
import { inQueueOrder } from "./queue-order.ts";

test("recoveries go before drills, and within each whoever came first", () => {
  const queued = [
    { id: "drill-1", executionType: "drill", StartTime: "2026-11-23T04:00:00.000Z" },
    { id: "recovery-2", executionType: "recovery", StartTime: "2026-11-23T04:02:00.000Z" },
    { id: "drill-2", executionType: "drill", StartTime: "2026-11-23T04:01:00.000Z" },
    { id: "recovery-1", executionType: "recovery", StartTime: "2026-11-23T04:01:30.000Z" },
  ];
  expect(inQueueOrder(queued).map(({ id }) => id)).toEqual(["recovery-1", "recovery-2", "drill-1", "drill-2"]);
});
