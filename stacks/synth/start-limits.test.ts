/** The limits of a start. */
import { expect, test } from "vitest";
import { overLimits, SCHEMAS } from "./start-limits.ts";

test("a start that just keeps them passes", () => {
  expect(overLimits({ name: "dr-a", importMs: 45, bareAllMs: 30, schemas: SCHEMAS }, {})).toEqual([]);
});

test("a slower one, and one more schema, are named with the way out", () => {
  expect(overLimits({ name: "dr-a", importMs: 46, bareAllMs: 30, schemas: SCHEMAS + 1 }, {})).toEqual([
    "its import takes 1.53 times that of a bare function with its SDK clients, it may take 1.5 times",
    "its import makes 151 schemas, it may make 150: at the top level of a module a schema is lazyObject(() => ({ … })) of @dr/events",
  ]);
});

test("without clients there is nothing to hold the time against, and an exception holds for its function alone", () => {
  const more = { "dr-a": { schemas: 200, why: "routes" } };
  expect(overLimits({ name: "dr-a", importMs: 46, schemas: 200 }, more)).toEqual([]);
  expect(overLimits({ name: "dr-b", importMs: 46, schemas: 200 }, more)).toHaveLength(1);
});
