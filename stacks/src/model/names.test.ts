/** Names of resources. */
import { expect, test } from "vitest";
import { logicalName } from "./names.ts";

test.each([
  ["dr-event-log", "DrEventLog"],
  ["PUT /api/v1/plans/{planId}", "PUTApiV1PlansPlanId"],
  ["$default", "Default"],
])("the logical name of %s", (name, expected) => {
  expect(logicalName(name)).toBe(expected);
});
