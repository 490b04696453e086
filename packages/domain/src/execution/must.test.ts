/** What cannot be missing. */
import { expect, test } from "vitest";
import { must } from "./must.ts";
import { earlier } from "./time.ts";

test("a value passes, whatever it is", () => {
  expect([must(0, "zero"), must("", "text"), must(false, "flag")]).toEqual([0, "", false]);
});

test("a missing one is our bug, and says which", () => {
  expect(() => must(undefined, "the wave")).toThrow("broken invariant: the wave");
  expect(() => must(null, "the wave")).toThrow("broken invariant: the wave");
});

test("the earlier of two times, either of which may be unset", () => {
  expect([earlier(null, null), earlier("a", null), earlier(null, "b"), earlier("a", "b"), earlier("b", "a")]).toEqual([
    null,
    "a",
    "b",
    "a",
    "a",
  ]);
});
