/** Given a global replication group, when its primary shall move, then: to a member alone, also with the other Region lost, and the loss is unknown. */
import { expect, test } from "vitest";
import { given, type Given } from "./given.ts";

const move = (more: Partial<Given> = {}) =>
  given({
    operation: "elasticache_failover",
    seed: { elasticache: { globalReplicationGroups: [{ id: "ldgnf-sessions" }] } },
    resources: { globalReplicationGroups: ["ldgnf-sessions"] },
    config: { targetRegion: "us-west-2" },
    mode: "unplanned",
    ...more,
  });

test("the primary moves with us-east-1 lost; what was not replicated is unknown", async () => {
  const { resources, effects } = await move({
    prepare: ({ estate }) => void estate.faults.add({ kind: "region-down", region: "us-east-1" }),
  });
  expect(effects).toEqual(["FailoverGlobalReplicationGroup ldgnf-sessions"]);
  expect(resources[0]).toMatchObject({
    outcome: "completed",
    before: { region: "us-east-1" },
    after: { region: "us-west-2", status: "available" },
    rpo: { seconds: null, confidence: "unknown" },
    dataLoss: { possible: true },
  });
});

test.each([
  ["a Region without a member", { config: { targetRegion: "eu-west-1" } }, "database.unknown_target"],
  ["a group that nobody knows", { resources: { globalReplicationGroups: ["ldgnf-nobody"] } }, "aws.not_found"],
])("%s is refused, and nothing is sent", async (_name, more, code) => {
  const { failure, effects } = await move(more);
  expect([failure?.code, effects]).toEqual([code, []]);
});
