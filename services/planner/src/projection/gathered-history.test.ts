// Looks at the list that come together are one read; each gets its own item, and those that come later are another.
import { createMemoryHistoryStore, type NewHistoryItem } from "@dr/event-log";
import { expect, it } from "vitest";
import { withGatheredGets } from "./gathered-history.ts";

const item = (ExecutionId: string): NewHistoryItem => ({
  ExecutionId,
  PlanId: "p",
  PlanName: "p",
  Status: "in_progress",
  StartTime: "2026-11-23T04:00:00.000Z",
  version: 1,
  currentWave: null,
  executionType: "drill",
  mode: "api",
  requestedBy: null,
  waveCount: 1,
  summary: {},
});

it("asks once for what is asked for side by side", async () => {
  const store = createMemoryHistoryStore();
  await store.put(item("a"));
  await store.put(item("b"));
  const asked: (readonly string[])[] = [];
  const history = withGatheredGets({ ...store, getAll: async (ids) => (asked.push(ids), store.getAll(ids)) });
  const found = await Promise.all(["a", "none", "b", "a"].map((id) => history.get(id)));
  expect(found.map((each) => each?.ExecutionId ?? null)).toEqual(["a", null, "b", "a"]);
  await history.get("b");
  expect(asked).toEqual([["a", "none", "b"], ["b"]]);
});

it("tells everybody who asked that a read failed", async () => {
  const history = withGatheredGets({ ...createMemoryHistoryStore(), getAll: () => Promise.reject(new Error("throttled")) });
  const results = await Promise.allSettled([history.get("a"), history.get("b")]);
  expect(results.map((result) => result.status === "rejected" && String(result.reason))).toEqual(["Error: throttled", "Error: throttled"]);
});
