/** Given servers that DRS could not launch well, then: refused beforehand; and the checks after a launch are as strict as the task says. */
import { describe, expect, test } from "vitest";
import { launchesOf } from "./effect-lines.ts";
import { closing, given, recover, SERVER, type ServerSeed } from "./given-servers.ts";

const recoverOne = (server: Partial<ServerSeed>, config: Record<string, unknown> = {}) =>
  recover({ servers: [{ id: SERVER, ...server }], config });
/** Launched, and the checks of the instance never pass. */
const recoverImpaired = (config: Record<string, unknown>) =>
  recover({ faults: [{ kind: "checks-failed", resource: SERVER }], config }, { deadlineSeconds: 1_800 });

describe("before the launch", () => {
  test.each([
    ["a launch template that is gone", { launchTemplate: null }, "drs.launch_template_missing"],
    ["a subnet that is gone", { launchTemplate: { subnetId: "subnet-0000000000000dead" } }, "drs.launch_network_missing"],
    ["a security group that is gone", { launchTemplate: { securityGroupIds: ["sg-0000000000000dead"] } }, "drs.launch_network_missing"],
    [
      "a post-launch action that the adapter's role has no rights for",
      { postLaunchActions: [{ name: "agent", actionCode: "Agent" }] },
      "drs.post_launch_rights",
    ],
  ] as readonly (readonly [string, Partial<ServerSeed>, string])[])(
    "%s is refused, unless the task asks for no checks",
    async (_name, server, code) => {
      const refused = await recoverOne(server);
      expect(closing(refused).failure).toMatchObject({ code, retryable: false });
      expect(refused.world.effects()).toEqual([]);
      const unchecked = await recoverOne(server, { preExecutionChecks: false });
      expect(unchecked.world.effects()).toEqual([`StartRecovery ${SERVER}`]);
    },
  );

  test("a post-launch action passes when the role has been given its rights, and warns when it is optional", async () => {
    const action = { name: "agent", actionCode: "Agent" };
    const allowed = await recoverOne({ postLaunchActions: [action] }, { allowPostLaunchActions: ["Agent"] });
    expect(closing(allowed).result.warnings).toEqual([]);
    const optional = await recoverOne({ postLaunchActions: [{ ...action, optional: true }] });
    expect(closing(optional).result.warnings).toEqual([expect.stringContaining("it is optional and will fail")]);
  });
});

describe("after the launch", () => {
  test("serverHealthValidation: false takes a running instance as it is", async () => {
    const strict = await recoverImpaired({});
    expect(closing(strict).failure?.code).toBe("task.timed_out");
    const lenient = await recoverImpaired({ serverHealthValidation: false });
    expect(closing(lenient).result.resources[0]?.outcome).toBe("completed");
  });

  test("networkConnectivityCheck: true waits for EC2's reachability check as well", async () => {
    const config = { serverHealthValidation: false, networkConnectivityCheck: true };
    expect(closing(await recoverImpaired(config)).failure?.code).toBe("task.timed_out");
    expect(closing(await recoverOne({}, config)).result.resources[0]?.outcome).toBe("completed");
  });

  test.each([
    ["healthCheckTimeout", { healthCheckTimeout: "2m" }, "healthCheckTimeout is 120 s"],
    ["healthCheckRetries", { healthCheckRetries: 3 }, "after 3 retries"],
  ])("%s ends the wait for checks that do not pass; the instance is told", async (_name, config, words) => {
    const run = await recoverImpaired(config);
    const { failure, result } = closing(run);
    expect(failure?.code).toBe("drs.unhealthy");
    expect(failure?.message).toContain(words);
    expect(result.manualInterventionRequired).toBe(true);
    const seconds = (Date.parse(run.facts().at(-1)!.time) - Date.parse("2026-11-23T04:00:00.000Z")) / 1000;
    expect(seconds - launchesOf(run.estate)[0]!.seconds).toBeLessThan(220);
  });
});

test("a server of an earlier wave of the same execution is taken as it is, and a stranger's is not", async () => {
  const { run, world } = given({});
  run.request();
  await run.run();
  const second = run.request({ task: { taskId: "w2.t1", operationId: "op-of-wave-2" } });
  await run.run();
  expect(run.outcomeOf(second)).toBe("TechnologyCompleted");
  expect(world.effects()).toEqual([`StartRecovery ${SERVER}`]);
  expect(closing(run).result).toMatchObject({
    resources: [{ outcome: "noop", after: { adopted: true, instances: { [SERVER]: launchesOf(world.estate)[0]?.recoveryInstanceId } } }],
    warnings: [expect.stringContaining("an earlier wave of this execution launched")],
  });
});
