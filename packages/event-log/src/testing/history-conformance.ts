/** What every history store and plan catalog must do. */
import type { ShownStatus } from "@dr/events";
import { describe, expect, it } from "vitest";
import type { HistoryStore, NewHistoryItem, Page, PageOptions } from "../history/history-store.ts";
import type { PlanCatalog, PlanCatalogItem } from "../history/plan-catalog.ts";
import { activeShardOf } from "../history/to-history-record.ts";

/** A history item with a few fields given. */
export function historyItem(executionId: string, rest: Partial<NewHistoryItem> = {}): NewHistoryItem {
  return {
    ExecutionId: executionId,
    PlanId: "plan-1",
    PlanName: "Plan one",
    Status: "in_progress",
    StartTime: "2026-11-23T04:00:00.000Z",
    version: 1,
    currentWave: 1,
    executionType: "drill",
    mode: "planned",
    requestedBy: "someone",
    waveCount: 2,
    summary: { tasks: 3 },
    ...rest,
  };
}

/** A plan item with a few fields given. */
export function planItem(planId: string, rest: Partial<PlanCatalogItem> = {}): PlanCatalogItem {
  const item = { PlanId: planId, Name: planId, Version: 1, PlanHash: "h", WaveCount: 1, TaskCount: 1, Deleted: false, version: 1 };
  return { ...item, UpdatedAt: "2026-11-23T04:00:00.000Z", ...rest };
}

/** Declares the suite for one implementation; `get` gives an empty store for each test. */
export function historyConformance(name: string, get: () => Promise<HistoryStore>): void {
  const pages = async (
    list: (options: PageOptions) => Promise<Page<{ ExecutionId: string }>>,
    options: PageOptions = {},
  ): Promise<string[][]> => {
    const found: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ ...options, ...(cursor === undefined ? {} : { cursor }) });
      found.push(page.items.map((item) => item.ExecutionId));
      ({ cursor } = page);
    } while (cursor !== undefined && found.length < 100);
    return found;
  };
  const at = (minute: number): string => `2026-11-23T04:${String(minute).padStart(2, "0")}:00.000Z`;

  describe(`${name} as a history store`, () => {
    it("gives back what was put, in the index of open executions while something may be due", async () => {
      const store = await get();
      expect(await store.put(historyItem("e1", { dueAt: at(5), finishedAt: undefined }))).toBe(true);
      expect(await store.get("e1")).toEqual({ ...historyItem("e1"), dueAt: at(5), activeShard: activeShardOf("e1") });
      expect(await store.get("none")).toBeNull();
      expect(await store.getAll(["none", "e1"])).toEqual(new Map([["e1", await store.get("e1")]]));
    });

    it("forgets an ended execution that is as it was seen, and no other", async () => {
      const store = await get();
      await store.put(historyItem("ended", { version: 3, Status: "completed", finishedAt: at(1) }));
      await store.put(historyItem("open", { version: 3, dueAt: at(5) }));
      expect([await store.remove("ended", 2), await store.remove("open", 3), await store.remove("none", 1)]).toEqual([false, false, false]);
      expect(await store.remove("ended", 3)).toBe(true);
      expect([await store.get("ended"), (await store.get("open"))?.ExecutionId]).toEqual([null, "open"]);
      expect((await store.listByStatus("completed")).items).toEqual([]);
    });

    it("only goes forward", async () => {
      const store = await get();
      await store.put(historyItem("e1", { version: 3, Status: "completed" }));
      expect(await store.put(historyItem("e1", { version: 2 }))).toBe(false);
      expect(await store.put(historyItem("e1", { version: 3 }))).toBe(false);
      expect(await store.get("e1")).toMatchObject({ version: 3, Status: "completed" });
      expect(await store.put(historyItem("e1", { version: 4, Status: "failed" }))).toBe(true);
      expect(await store.get("e1")).toMatchObject({ version: 4, Status: "failed" });
    });

    it("lists one status page by page, in both orders", async () => {
      const store = await get();
      for (let minute = 1; minute <= 5; minute += 1) await store.put(historyItem(`e${minute}`, { StartTime: at(minute) }));
      await store.put(historyItem("other", { Status: "failed" }));
      const list = (options: PageOptions) => store.listByStatus("in_progress", options);
      expect((await pages(list, { limit: 2 })).flat()).toEqual(["e5", "e4", "e3", "e2", "e1"]);
      expect((await pages(list, { limit: 2, order: "oldest_first" })).flat()).toEqual(["e1", "e2", "e3", "e4", "e5"]);
      expect(await pages(list)).toEqual([["e5", "e4", "e3", "e2", "e1"]]);
    });

    it("lists all statuses as one list, newest first", async () => {
      const store = await get();
      const statuses: ShownStatus[] = ["planning", "completed", "failed", "completed", "paused", "cancelled", "completed"];
      for (const [index, Status] of statuses.entries()) await store.put(historyItem(`e${index}`, { Status, StartTime: at(index) }));
      expect((await pages((options) => store.listAll(options), { limit: 3 })).slice(0, 3)).toEqual([
        ["e6", "e5", "e4"],
        ["e3", "e2", "e1"],
        ["e0"],
      ]);
    });

    it("lists the executions of one plan, newest first, whatever others do", async () => {
      const store = await get();
      for (let minute = 1; minute <= 5; minute += 1)
        await store.put(historyItem(`e${minute}`, { StartTime: at(minute), PlanId: minute % 2 === 0 ? "even" : "odd" }));
      expect(await pages((options) => store.listByPlan("odd", options), { limit: 2 })).toEqual([["e5", "e3"], ["e1"]]);
      expect((await store.listByPlan("even", { limit: 1 })).items).toMatchObject([{ ExecutionId: "e4", PlanId: "even" }]);
      expect(await store.listByPlan("none")).toEqual({ items: [] });
      await store.put(historyItem("recovery", { StartTime: at(2), PlanId: "odd", executionType: "recovery" }));
      expect((await store.listByPlan("odd")).items.map(({ ExecutionId }) => ExecutionId)).toEqual(["e5", "e3", "recovery", "e1"]);
      const recoveries = await store.listByPlan("odd", { executionType: "recovery" });
      expect(recoveries.items.map(({ ExecutionId }) => ExecutionId)).toEqual(["recovery"]);
    });

    it("lists what started in a period, page by page, in both orders", async () => {
      const store = await get();
      for (let minute = 1; minute <= 6; minute += 1) await store.put(historyItem(`e${minute}`, { StartTime: at(minute) }));
      const period = { startedFrom: at(2), startedBefore: at(6), limit: 3 };
      const lists = [store.listAll, (options: PageOptions) => store.listByPlan("plan-1", { ...options, executionType: "drill" })];
      for (const list of lists) {
        expect(await pages(list, period)).toEqual([["e5", "e4", "e3"], ["e2"]]);
        expect(await pages(list, { ...period, order: "oldest_first" })).toEqual([["e2", "e3", "e4"], ["e5"]]);
        expect(await pages(list, { ...period, startedFrom: at(6) })).toEqual([[]]);
      }
    });

    it("loses and doubles none of 50 executions that began in one millisecond", { timeout: 60_000 }, async () => {
      const store = await get();
      const ids = Array.from({ length: 50 }, (_, index) => `e${String(index).padStart(2, "0")}`);
      const statuses: ShownStatus[] = ["in_progress", "completed", "queued"];
      for (const [index, id] of ids.entries()) await store.put(historyItem(id, { Status: statuses[index % 3]! }));
      expect((await pages((options) => store.listAll(options), { limit: 7 })).flat().toSorted()).toEqual(ids);
      expect((await pages((options) => store.listAll(options), { limit: 7, order: "oldest_first" })).flat().toSorted()).toEqual(ids);
    });

    it("finds an execution whose status changes between two pages", async () => {
      const store = await get();
      for (let minute = 1; minute <= 4; minute += 1) await store.put(historyItem(`e${minute}`, { StartTime: at(minute) }));
      const first = await store.listAll({ limit: 2 });
      await store.put(historyItem("e2", { StartTime: at(2), Status: "completed", version: 2 }));
      await store.put(historyItem("e3", { StartTime: at(3), Status: "completed", version: 2 }));
      const second = await store.listAll({ limit: 2, cursor: first.cursor });
      expect([first, second].map(({ items }) => items.map((item) => item.ExecutionId))).toEqual([
        ["e4", "e3"],
        expect.arrayContaining(["e2"]),
      ]);
    });

    it.each(["nonsense", "e30", Buffer.from('{"time":"x"}').toString("base64url")])("refuses the cursor %s", async (cursor) => {
      await expect((await get()).listAll({ cursor })).rejects.toMatchObject({ code: "history.invalid_cursor" });
    });

    it("refuses a cursor of a list in another order", async () => {
      const store = await get();
      for (let minute = 1; minute <= 3; minute += 1) await store.put(historyItem(`e${minute}`, { StartTime: at(minute) }));
      const { cursor } = await store.listAll({ limit: 1 });
      await expect(store.listAll({ limit: 1, cursor, order: "oldest_first" })).rejects.toMatchObject({ code: "history.invalid_cursor" });
    });

    it("lists what is due and what is open, by shard", async () => {
      const store = await get();
      const shard = activeShardOf("e1");
      await store.put(historyItem("e1", { dueAt: at(5) }));
      expect((await store.listDue(shard, at(4))).map((item) => item.ExecutionId)).toEqual([]);
      expect((await store.listDue(shard, at(5))).map((item) => item.ExecutionId)).toEqual(["e1"]);
      expect((await store.listActive(shard)).map((item) => item.ExecutionId)).toEqual(["e1"]);
      expect(await store.listActive(String((Number(shard) + 1) % 16))).toEqual([]);
      await store.put(historyItem("e1", { version: 2, Status: "completed" }));
      expect(await store.listActive(shard)).toEqual([]);
    });
  });
}

/** Declares the suite for one plan catalog; `get` gives an empty one for each test. */
export function planCatalogConformance(name: string, get: () => Promise<PlanCatalog>): void {
  describe(`${name} as a plan catalog`, () => {
    it("only goes forward", async () => {
      const catalog = await get();
      expect(await catalog.put(planItem("p1", { version: 2 }))).toBe(true);
      expect(await catalog.put(planItem("p1", { version: 2, Name: "late" }))).toBe(false);
      expect(await catalog.get("p1")).toEqual(planItem("p1", { version: 2 }));
      expect(await catalog.get("none")).toBeNull();
    });

    it("lists plans page by page, without the deleted ones, also when they are deleted meanwhile", async () => {
      const catalog = await get();
      for (let index = 1; index <= 7; index += 1) await catalog.put(planItem(`p${index}`, { Deleted: index % 3 === 0 }));
      const all = async (): Promise<string[]> => {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await catalog.list({ limit: 2, cursor });
          expect(page.items.length).toBeLessThanOrEqual(2);
          found.push(...page.items.map((item) => item.PlanId));
          ({ cursor } = page);
        } while (cursor !== undefined);
        return found;
      };
      expect(await all()).toEqual(["p1", "p2", "p4", "p5", "p7"]);
      await catalog.put(planItem("p4", { Deleted: true, version: 2 }));
      await catalog.put(planItem("p6", { Deleted: false, version: 2 }));
      expect(await all()).toEqual(["p1", "p2", "p5", "p6", "p7"]);
      await expect(catalog.list({ cursor: "nonsense" })).rejects.toMatchObject({ code: "history.invalid_cursor" });
    });
  });
}
