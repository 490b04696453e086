/** Given servers with recovery instances, then: none that may be live is replaced unasked, and what was launched is removed or told. */
import { describe, expect, test } from "vitest";
import { launchesOf } from "./effect-lines.ts";
import { closing, given, LIVE, OTHER, recover, SERVER } from "./given-servers.ts";

describe("a server that was recovered before", () => {
  const recovered = { id: SERVER, recovered: { instanceId: LIVE } };
  const servers = [recovered];

  test("is not recovered again: its instance may be live", async () => {
    const run = await recover({ servers });
    expect(run.world.effects()).toEqual([]);
    expect(closing(run).failure).toMatchObject({
      code: "drs.instance_exists",
      retryable: false,
      details: { recoveryInstanceId: LIVE, jobId: "drsjob-00000000000000000" },
    });
  });

  test("is, where the task says that it may be replaced; the report names what was", async () => {
    const run = await recover({ servers, config: { replaceExisting: true } });
    expect(run.world.effects()).toEqual([`StartRecovery ${SERVER}`]);
    expect(closing(run).result.warnings).toEqual([`${SERVER}: recovery instance ${LIVE} of ${SERVER} is replaced`]);
  });

  test("does not keep another server from its launch", async () => {
    const run = await recover({ servers: [recovered, { id: OTHER }], resources: { sourceServers: [SERVER, OTHER] } });
    expect(run.world.effects()).toEqual([`StartRecovery ${OTHER}`]);
    expect(closing(run).result.resources.map(({ outcome }) => outcome)).toEqual(["failed", "completed"]);
  });
});

test("a launch that timed out with its instance up is told, with how to check", async () => {
  const run = await recover({ faults: [{ kind: "checks-failed" }] }, { deadlineSeconds: 1_200 });
  const { failure, result } = closing(run);
  expect(failure?.code).toBe("task.timed_out");
  expect(result).toMatchObject({
    manualInterventionRequired: true,
    resources: [{ outcome: "unknown" }],
    unaccounted: [
      {
        resource: SERVER,
        state: "stands",
        did: `drs.recovery (execute) was sent at 2026-11-23T04:00:00.000Z, answered {"jobId":"${launchesOf(run.estate)[0]?.jobId}"}`,
        check: `aws drs describe-recovery-instances --filters sourceServerIDs=<id of ${SERVER}>, and its state in EC2`,
      },
    ],
  });
});

describe("cleanup", () => {
  test("removes the instances of our jobs and leaves the others", async () => {
    const servers = [{ id: SERVER }, { id: OTHER, recovered: { instanceId: LIVE, isDrill: true } }];
    const { run, world } = given({ servers, executionType: "drill" });
    const original = run.request();
    await run.run();
    run.request({ type: "TechnologyCleanupRequested", undoes: original });
    await run.run();
    expect(world.effects()).toEqual([`StartRecovery ${SERVER} as a drill`, `TerminateRecoveryInstances ${SERVER}/1`]);
    expect(closing(run).result.leftovers).toEqual([]);
  });

  test("covers every attempt of the task", async () => {
    const { run, world } = given({
      servers: [{ id: SERVER }, { id: OTHER }],
      faults: [{ kind: "launch-failed", resource: OTHER }],
      resources: { sourceServers: [SERVER, OTHER] },
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
      `StartRecovery ${SERVER},${OTHER} as a drill`,
      // What was launched is neither launched again nor replaced.
      `StartRecovery ${OTHER} as a drill`,
      `TerminateRecoveryInstances ${SERVER}/1`,
    ]);
    expect(closing(run).result.leftovers).toEqual([]);
  });

  test("of a task that launched nothing is done at once", async () => {
    const { run, world } = given({ servers: [], executionType: "drill" });
    const original = run.request();
    await run.run();
    const cleanup = run.request({ type: "TechnologyCleanupRequested", undoes: original });
    expect(await run.run()).toBe(1);
    expect(run.outcomeOf(cleanup)).toBe("TechnologyCompleted");
    expect(world.effects()).toEqual([]);
  });

  test("that is refused names what still stands, and one that could not even look claims nothing", async () => {
    for (const [action, names] of [
      ["TerminateRecoveryInstances", true],
      ["DescribeRecoveryInstances", false],
    ] as const) {
      const { run, world } = given({ executionType: "drill" });
      const original = run.request();
      await run.run();
      world.estate.faults.add({ kind: "error-before", action, code: "AccessDeniedException" });
      const cleanup = run.request({ type: "TechnologyCleanupRequested", undoes: original });
      await run.run();
      expect(run.outcomeOf(cleanup)).toBe("TechnologyFailed aws.denied");
      const standing = launchesOf(world.estate).map(({ recoveryInstanceId }) => recoveryInstanceId);
      expect(standing).toHaveLength(1);
      expect(closing(run).result.leftovers).toEqual(names ? standing : undefined);
    }
  });

  test("is refused outside a drill", async () => {
    const { run, world } = given({});
    const original = run.request();
    await run.run();
    const cleanup = run.request({ type: "TechnologyCleanupRequested", undoes: original });
    await run.run();
    expect(run.outcomeOf(cleanup)).toBe("TechnologyFailed task.cleanup_outside_drill");
    expect(world.effects()).toEqual([`StartRecovery ${SERVER}`]);
  });
});
