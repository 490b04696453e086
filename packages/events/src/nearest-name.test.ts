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

// Who writes another unit means the same thing: a timeout that is passed over is no timeout.
test.each(["timeout", "timeoutMinutes", "timeout_minutes", "timeoutSec", "timeout-ms", "TimeoutHours"])(
  "%s is timeoutSeconds in another unit",
  (written) => {
    expect(nearestName(written, [...known, "timeoutSeconds"])).toBe("timeoutSeconds");
  },
);

test("a name that only ends like a unit has none", () => {
  expect(nearestName("para", ["params"])).toBeUndefined();
});
