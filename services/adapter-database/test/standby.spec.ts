/** Given an Oracle standby, when it shall change roles with its primary, then: both have, or it is told why not, and nothing is lost. */
import { describe, expect, test } from "vitest";
import { begin, ended, given, type Given } from "./given.ts";
import { PRIMARY, STANDBY, standbySeed } from "./standby-seed.ts";

const switchOver = (more: Partial<Given> = {}): Given => ({
  operation: "oracle_switchover",
  seed: standbySeed(),
  resources: { instances: ["ledger-west"] },
  config: { region: "us-west-2" },
  ...more,
});

describe("a switchover", () => {
  test("changes both roles, loses nothing, and tells where the application has to go", async () => {
    const { resources, effects } = await given(switchOver());
    expect(effects).toEqual(["SwitchoverReadReplica ledger-west"]);
    expect(resources).toEqual([
      expect.objectContaining({
        outcome: "completed",
        before: { primary: PRIMARY, lagSeconds: 2, lagSampledAt: "2026-11-23T04:00:00.000Z" },
        after: {
          primary: STANDBY,
          standby: PRIMARY,
          status: "available",
          endpoint: "ledger-west.simulated.us-west-2.rds.amazonaws.com",
        },
        rpo: { seconds: 0, method: "data_guard_switchover", confidence: "exact" },
        dataLoss: { possible: false },
        reversible: true,
        warnings: ["each instance keeps its endpoint: lead the application to that of the new primary"],
      }),
    ]);
  });

  test("is no switchover before the former primary follows the new one: the role of the standby alone is half of it", async () => {
    const { resources } = await given(switchOver({ deadlineSeconds: 60 }));
    expect(resources[0]?.outcome).not.toBe("completed");
  });

  test("back home is the same, asked of the former primary", async () => {
    const run = begin(switchOver());
    await run.run();
    run.request({ executionId: "exec-2", deadlineSeconds: 3_600, task: { resources: { instances: [PRIMARY] }, config: {} } });
    await run.run();
    expect(ended(run).effects).toEqual(["SwitchoverReadReplica ledger-west", "SwitchoverReadReplica ledger"]);
  });

  test("of a primary that is one already has nothing to do", async () => {
    const { resources, effects } = await given(switchOver({ resources: { instances: [PRIMARY] }, config: {} }));
    expect([resources[0]?.outcome, effects]).toEqual(["noop", []]);
  });

  test.each([
    ["another engine", { seed: standbySeed({ engine: "postgres" }) }, "database.other_engine"],
    ["an instance of no pair", { resources: { instances: ["alone"] } }, "database.not_a_replica"],
    ["a primary that is lost", { mode: "unplanned" as const }, "database.switchover_needs_primary"],
    ["an unknown instance", { resources: { instances: ["nobody"] } }, "aws.not_found"],
    ["a primary that was stopped", { seed: standbySeed({ status: "stopped" }) }, "database.unusable"],
  ])("is refused for %s", async (_name, more, code) => {
    const { failure, effects } = await given(switchOver(more));
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test.each([
    ["a standby that is far behind", 45],
    ["one whose lag nobody knows", null],
  ])("waits for %s: writes would be held up for so long", async (_name, lag) => {
    const { failure, effects } = await given(switchOver({ seed: standbySeed({ lag }), deadlineSeconds: 300 }));
    expect([failure?.code, effects]).toEqual(["task.timed_out", []]);
  });

  test("goes on with more lag where the plan says so", async () => {
    const { effects } = await given(switchOver({ seed: standbySeed({ lag: 45 }), config: { region: "us-west-2", rpoSeconds: 60 } }));
    expect(effects).toEqual(["SwitchoverReadReplica ledger-west"]);
  });

  test("is never done in a drill, which tells who would become the primary", async () => {
    const { effects, resources } = await given(switchOver({ executionType: "drill" }));
    expect(effects).toEqual([]);
    expect(resources[0]).toMatchObject({ outcome: "skipped_in_drill", after: { primary: PRIMARY, wouldMoveTo: STANDBY, lagSeconds: 2 } });
  });
});
