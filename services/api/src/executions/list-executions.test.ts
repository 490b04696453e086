// Every filter with every other, page by page, against the plain definition.
import { createMemoryHistoryStore, type NewHistoryItem } from "@dr/event-log";
import { SHOWN_STATUSES } from "@dr/events";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { listExecutions, type ListQuery } from "./list-executions.ts";

const PLANS = ["orders", "shop"];
const TYPES = ["drill", "recovery"] as const;
const TAGS: readonly Record<string, string>[] = [{}, { env: "prod" }, { env: "prod", team: "blue" }, { env: "test", team: "blue" }];
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 4, minute)).toISOString();

const itemArb = fc.record({
  Status: fc.constantFrom(...SHOWN_STATUSES),
  PlanId: fc.constantFrom(...PLANS),
  executionType: fc.constantFrom(...TYPES),
  // Many at one time: a page may end among them.
  minute: fc.integer({ min: 0, max: 20 }),
  Tags: fc.constantFrom(...TAGS),
});
/** Half of the filters are left out: with all of them next to nothing would fit. */
const MAYBE = { nil: undefined, freq: 2 };
const queryArb = fc.record({
  limit: fc.integer({ min: 1, max: 25 }),
  status: fc.option(fc.constantFrom(...SHOWN_STATUSES), MAYBE),
  planId: fc.option(fc.constantFrom(...PLANS), MAYBE),
  executionType: fc.option(fc.constantFrom(...TYPES), MAYBE),
  tag: fc.option(fc.constantFrom("env=prod", "team=blue", "env=prod,team=blue", "env=nowhere"), MAYBE),
  from: fc.option(fc.integer({ min: 0, max: 20 }), MAYBE),
  to: fc.option(fc.integer({ min: 0, max: 21 }), MAYBE),
});

type Made = typeof itemArb extends fc.Arbitrary<infer T> ? T : never;

function toItem({ minute, ...item }: Made, index: number) {
  const id = `exec-${String(index).padStart(3, "0")}`;
  return {
    ...item,
    ExecutionId: id,
    PlanName: "x",
    StartTime: at(minute),
    version: 1,
    currentWave: null,
    mode: "planned",
    requestedBy: null,
    waveCount: 1,
    summary: {},
  } satisfies Partial<NewHistoryItem>;
}
type Item = ReturnType<typeof toItem>;

function fits(item: Item, { status, planId, executionType, tag, from, to }: ListQuery): boolean {
  const tags = (tag ?? "").split(",").filter((each) => each !== "");
  return (
    (status === undefined || item.Status === status) &&
    (planId === undefined || item.PlanId === planId) &&
    (executionType === undefined || item.executionType === executionType) &&
    (from === undefined || item.StartTime >= from) &&
    (to === undefined || item.StartTime < to) &&
    tags.every((each) => Object.entries(item.Tags).some((pair) => pair.join("=") === each))
  );
}

test("pages of a filtered list are all that fits, once, newest first, and no page is longer than asked for", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(itemArb, { maxLength: 60, size: "max" }), queryArb, async (made, { from, to, ...rest }) => {
      const items = made.map((item, index) => toItem(item, index));
      const history = createMemoryHistoryStore();
      for (const item of items) await history.put(item);
      const query: ListQuery = {
        ...rest,
        ...(from === undefined ? {} : { from: at(from) }),
        ...(to === undefined ? {} : { to: at(to) }),
      };
      const seen: { readonly ExecutionId: string; readonly StartTime: string }[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages <= 100; pages += 1) {
        const page = await listExecutions(history, { ...query, cursor });
        expect(page.items.length).toBeLessThanOrEqual(query.limit);
        seen.push(...page.items);
        ({ cursor } = page);
        if (cursor === undefined) break;
      }
      expect(cursor).toBeUndefined();
      const wanted = items.filter((item) => fits(item, query)).map(({ ExecutionId }) => ExecutionId);
      expect(seen.map(({ ExecutionId }) => ExecutionId).toSorted()).toEqual(wanted.toSorted());
      const times = seen.map(({ StartTime }) => StartTime);
      expect(times).toEqual(times.toSorted().toReversed());
    }),
    { numRuns: 300 },
  );
});
