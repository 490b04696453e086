/** Results: what a task says of effects that nobody accounts for. */
import { describe, expect, test } from "vitest";
import { resourceResultSchema, taskResultSchema } from "./result.ts";

const resource = {
  resource: "orders",
  outcome: "unknown",
  startedAt: "2026-11-23T03:00:00.000Z",
  finishedAt: "2026-11-23T03:15:00.000Z",
  rtoSeconds: 900,
  rpo: { seconds: null, method: "not_measured", confidence: "unknown" },
  dataLoss: { possible: true },
  before: {},
  after: {},
  externalIds: {},
  reversible: false,
  warnings: [],
};
const task = { ...resource, simulated: true, resources: [resource] };

describe("a task result", () => {
  test("may hold an outcome that nobody knows", () => {
    expect(resourceResultSchema.parse(resource).outcome).toBe("unknown");
  });

  test("of an older adapter says nothing of unaccounted effects", () => {
    expect(taskResultSchema.parse(task)).not.toHaveProperty("unaccounted");
  });

  test("names each unaccounted effect with what was done and how to check", () => {
    const unaccounted = [{ resource: "orders", state: "stands", did: "failover was sent at 03:00", check: "who is the writer?" }];
    expect(taskResultSchema.parse({ ...task, unaccounted, manualInterventionRequired: true })).toMatchObject({
      unaccounted,
      manualInterventionRequired: true,
    });
    expect(taskResultSchema.safeParse({ ...task, unaccounted: [{ ...unaccounted[0], state: "perhaps" }] }).success).toBe(false);
  });
});
