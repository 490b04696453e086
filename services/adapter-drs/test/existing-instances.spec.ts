/** Given servers with recovery instances, then: none that may be live is replaced unasked, and what was launched is removed or told. */
import { describe, expect, test } from "vitest";
import { closing, given, live, recover } from "./given-servers.ts";

describe("a server that was recovered before", () => {
  const estate = { servers: [{ sourceServerId: "s-00000000000000001" }], instances: [{ ...live, isDrill: false }] };

  test("is not recovered again: its instance may be live", async () => {
    const run = await recover({ estate });
    expect(run.world.effects()).toEqual([]);
    expect(closing(run).failure).toMatchObject({
      code: "drs.instance_exists",
      retryable: false,
      details: { recoveryInstanceId: "i-live", jobId: "drsjob-0" },
    });
  });

  test("is, where the task says that it may be replaced; the report names what was", async () => {
    const run = await recover({ estate, config: { replaceExisting: true } });
    expect(run.world.effects()).toEqual(["recovery s-00000000000000001"]);
    expect(closing(run).result.warnings).toEqual(["s-00000000000000001: recovery instance i-live of s-00000000000000001 is replaced"]);
  });

  test("does not keep another server from its launch", async () => {
    const servers = [{ sourceServerId: "s-00000000000000001" }, { sourceServerId: "s-00000000000000002" }];
    const run = await recover({
      estate: { ...estate, servers },
      resources: { sourceServers: ["s-00000000000000001", "s-00000000000000002"] },
    });
    expect(run.world.effects()).toEqual(["recovery s-00000000000000002"]);
    expect(closing(run).result.resources.map(({ outcome }) => outcome)).toEqual(["failed", "completed"]);
  });
});

test("a launch that timed out with its instance up is told, with how to check", async () => {
  const run = await recover({ estate: { servers: [{ sourceServerId: "s-00000000000000001" }] } }, { deadlineSeconds: 110 });
  const { failure, result } = closing(run);
  expect(failure?.code).toBe("task.timed_out");
  expect(result).toMatchObject({
    manualInterventionRequired: true,
    resources: [{ outcome: "unknown" }],
    unaccounted: [
      {
        resource: "s-00000000000000001",
        state: "stands",
        did: 'drs.recovery (execute) was sent at 2026-11-23T04:00:00.000Z, answered {"jobId":"drsjob-1"}',
        check: "aws drs describe-recovery-instances --filters sourceServerIDs=<id of s-00000000000000001>, and its state in EC2",
      },
    ],
  });
});

describe("cleanup", () => {
  test("removes the instances of our jobs and leaves the others", async () => {
    const { run, world } = given({
      estate: { servers: [{ sourceServerId: "s-00000000000000001" }], instances: [{ ...live, isDrill: true }] },
      executionType: "drill",
    });
    const original = run.request();
    await run.run();
    run.request({ type: "TechnologyCleanupRequested", undoes: original });
    await run.run();
    expect(world.effects()).toEqual(["drill s-00000000000000001", "terminate i-s-00000000000000001-1"]);
    expect(closing(run).result.leftovers).toEqual([]);
  });

  test("covers every attempt of the task", async () => {
    const servers = [{ sourceServerId: "s-00000000000000001" }, { sourceServerId: "s-00000000000000002", failsToLaunch: true }];
    const { run, world } = given({
      estate: { servers },
      resources: { sourceServers: ["s-00000000000000001", "s-00000000000000002"] },
      executionType: "drill",
    });
    run.request();
    await run.run();
    const second = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expect(run.outcomeOf(second)).toBe("TechnologyFailed drs.launch_failed");
    run.request({ type: "TechnologyCleanupRequested", undoes: second });
    await run.run();
    expect(world.effects()).toEqual([
      "drill s-00000000000000001,s-00000000000000002",
      // What was launched is neither launched again nor replaced.
      "drill s-00000000000000002",
      "terminate i-s-00000000000000001-1",
    ]);
    expect(closing(run).result.leftovers).toEqual([]);
  });

  test("of a task that launched nothing is done at once", async () => {
    const { run, world } = given({ estate: { servers: [] }, executionType: "drill" });
    const original = run.request();
    await run.run();
    const cleanup = run.request({ type: "TechnologyCleanupRequested", undoes: original });
    expect(await run.run()).toBe(1);
    expect(run.outcomeOf(cleanup)).toBe("TechnologyCompleted");
    expect(world.effects()).toEqual([]);
  });

  test("that is refused names what still stands, and one that could not even look claims nothing", async () => {
    for (const [call, leftovers] of [
      ["terminateRecoveryInstances", ["i-s-00000000000000001-1"]],
      ["describeRecoveryInstances", undefined],
    ] as const) {
      const { run, world } = given({ estate: { servers: [{ sourceServerId: "s-00000000000000001" }] }, executionType: "drill" });
      const original = run.request();
      await run.run();
      world.deny(call);
      const cleanup = run.request({ type: "TechnologyCleanupRequested", undoes: original });
      await run.run();
      expect(run.outcomeOf(cleanup)).toBe("TechnologyFailed aws.denied");
      expect(closing(run).result.leftovers).toEqual(leftovers);
    }
  });

  test("is refused outside a drill", async () => {
    const { run, world } = given({ estate: { servers: [{ sourceServerId: "s-00000000000000001" }] } });
    const original = run.request();
    await run.run();
    const cleanup = run.request({ type: "TechnologyCleanupRequested", undoes: original });
    await run.run();
    expect(run.outcomeOf(cleanup)).toBe("TechnologyFailed task.cleanup_outside_drill");
    expect(world.effects()).toEqual(["recovery s-00000000000000001"]);
  });
});
