import { expect, test } from "vitest";
import type { Unresolved } from "@dr/events";
import { countUnresolved, isNews, keepUnresolved } from "./unresolved.ts";

const missing = (taskId: string): Unresolved => ({ taskId, code: "aws.not_found", message: `no ${taskId}`, technology: "database" });
const silent = (taskId: string): Unresolved => ({ ...missing(taskId), code: "query.unavailable", because: "nobody_answered" });

test.each([
  ["nothing then, nothing now", [], [], false],
  ["it is there now", [missing("a")], [], true],
  ["it is gone now", [], [missing("a")], true],
  ["the same, in another order", [missing("a"), missing("b")], [missing("b"), missing("a")], false],
  ["it was found, and its adapter is silent now", [], [silent("a")], false],
  ["it was missing, and its adapter is silent now", [missing("a")], [silent("a")], false],
  ["its adapter is silent as before", [silent("a")], [silent("a")], false],
  ["its adapter answers now", [silent("a")], [], true],
  ["one is silent, another is missing now", [], [silent("a"), missing("b")], true],
] as const)("the same content is another version if something else is known: %s", (_case, kept, now, news) => {
  expect(isNews(keepUnresolved(kept), now)).toBe(news);
});

test("a long list is cut to what an event has room for, and counted whole", () => {
  const all = Array.from({ length: 1000 }, (_, index) => silent(`task-${index}`));
  const kept = keepUnresolved(all);
  expect(JSON.stringify(kept).length).toBeLessThan(8_200);
  expect(countUnresolved(kept)).toBe(1000);
  expect([isNews(kept, all), isNews(kept, all.slice(1))]).toEqual([false, true]);
});
