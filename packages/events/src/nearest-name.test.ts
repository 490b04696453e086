import { expect, test } from "vitest";
import { nearestName } from "./nearest-name.ts";

const known = ["planId", "executionType", "mode", "tags"];

test.each([
  ["planid", "planId"],
  ["exectionType", "executionType"],
  ["moed", "mode"],
  ["tag", "tags"],
])("%s is probably %s", (written, meant) => {
  expect(nearestName(written, known)).toBe(meant);
});

test.each(["", "x", "reason", "planIdentifier", "a".repeat(100_000)])("%.20s is nothing that is known", (written) => {
  expect(nearestName(written, known)).toBeUndefined();
});
