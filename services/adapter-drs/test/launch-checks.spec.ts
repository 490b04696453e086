/** Given servers that DRS could not launch well, then: refused beforehand; and the checks after a launch are as strict as the task says. */
import { describe, expect, test } from "vitest";
import type { FakeServer } from "./fake-drs.ts";
import { closing, given, recover } from "./given-servers.ts";

const sourceServerId = "s-00000000000000001";
const recoverOne = (server: Partial<FakeServer>, config: Record<string, unknown> = {}) =>
  recover({ estate: { servers: [{ sourceServerId, ...server }] }, config });

describe("before the launch", () => {
  test.each([
    ["a launch template that is gone", { template: null }, "drs.launch_template_missing"],
    ["a subnet that is gone", { template: { subnetIds: ["subnet-gone"], securityGroupIds: ["sg-1"] } }, "drs.launch_network_missing"],
    ["a security group that is gone", { template: { subnetIds: [], securityGroupIds: ["sg-gone"] } }, "drs.launch_network_missing"],
    [
      "a post-launch action that the adapter's role has no rights for",
      { postLaunchActions: [{ name: "agent", document: "Agent", optional: false }] },
      "drs.post_launch_rights",
    ],
  ] as readonly (readonly [string, Partial<FakeServer>, string])[])(
    "%s is refused, unless the task asks for no checks",
    async (_name, server, code) => {
      const refused = await recoverOne(server);
      expect(closing(refused).failure).toMatchObject({ code, retryable: false });
      expect(refused.world.effects()).toEqual([]);
      const unchecked = await recoverOne(server, { preExecutionChecks: false });
      expect(unchecked.world.effects()).toEqual([`recovery ${sourceServerId}`]);
    },
  );

  test("a post-launch action passes when the role has been given its rights, and warns when it is optional", async () => {
    const action = { name: "agent", document: "Agent", optional: false };
    const allowed = await recoverOne({ postLaunchActions: [action] }, { allowPostLaunchActions: ["Agent"] });
    expect(closing(allowed).result.warnings).toEqual([]);
    const optional = await recoverOne({ postLaunchActions: [{ ...action, optional: true }] });
    expect(closing(optional).result.warnings).toEqual([expect.stringContaining("it is optional and will fail")]);
  });
});

describe("after the launch", () => {
  test("serverHealthValidation: false takes a running instance as it is", async () => {
    const strict = await recoverOne({ isImpaired: true });
    expect(closing(strict).failure?.code).toBe("task.timed_out");
    const lenient = await recoverOne({ isImpaired: true }, { serverHealthValidation: false });
    expect(closing(lenient).result.resources[0]?.outcome).toBe("completed");
  });

  test("networkConnectivityCheck: true waits for EC2's reachability check as well", async () => {
    const config = { serverHealthValidation: false, networkConnectivityCheck: true };
    expect(closing(await recoverOne({ isImpaired: true }, config)).failure?.code).toBe("task.timed_out");
    expect(closing(await recoverOne({}, config)).result.resources[0]?.outcome).toBe("completed");
  });

  test.each([
    ["healthCheckTimeout", { healthCheckTimeout: "2m" }, "healthCheckTimeout is 120 s"],
    ["healthCheckRetries", { healthCheckRetries: 3 }, "after 3 retries"],
  ])("%s ends the wait for checks that do not pass; the instance is told", async (_name, config, words) => {
    const run = await recoverOne({ isImpaired: true }, config);
    const { failure, result } = closing(run);
    expect(failure?.code).toBe("drs.unhealthy");
    expect(failure?.message).toContain(words);
    expect(result.manualInterventionRequired).toBe(true);
    const seconds = (Date.parse(run.facts().at(-1)!.time) - Date.parse("2026-11-23T04:00:00.000Z")) / 1000;
    expect(seconds).toBeLessThan(320);
  });
});

test("a server of an earlier wave of the same execution is taken as it is, and a stranger's is not", async () => {
  const { run, world } = given({ estate: { servers: [{ sourceServerId }] } });
  run.request();
  await run.run();
  const second = run.request({ task: { taskId: "w2.t1", operationId: "op-of-wave-2" } });
  await run.run();
  expect(run.outcomeOf(second)).toBe("TechnologyCompleted");
  expect(world.effects()).toEqual([`recovery ${sourceServerId}`]);
  expect(closing(run).result).toMatchObject({
    resources: [{ outcome: "noop", after: { adopted: true, instances: { [sourceServerId]: `i-${sourceServerId}-1` } } }],
    warnings: [expect.stringContaining("an earlier wave of this execution launched")],
  });
});
