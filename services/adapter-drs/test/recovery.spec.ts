/** Given source servers, when a recovery is asked for, then: launched and proven, refused, or waited for. */
import { createHarness, type Harness, type RequestOptions } from "@dr/adapter-kit/testing";
import type { TaskResult } from "@dr/events";
import { describe, expect, test } from "vitest";
import { drsAdapter } from "../src/adapter.ts";
import type { DrsClients } from "../src/clients.ts";
import { createFakeDrs, type FakeDrsEstate } from "./fake-drs.ts";

interface Given {
  readonly estate: FakeDrsEstate;
  readonly resources?: Record<string, unknown>;
  readonly executionType?: "drill" | "recovery";
  readonly mode?: "planned" | "unplanned";
}

function given({ estate, resources = { sourceServers: ["s-00000000000000001"] }, executionType = "recovery", mode = "planned" }: Given) {
  const worlds: ReturnType<typeof createFakeDrs>[] = [];
  const scenario = {
    name: "given",
    operation: "recovery",
    resources,
    executionType,
    mode,
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld: (clock: Parameters<typeof createFakeDrs>[1]) => {
      worlds.push(createFakeDrs(estate, clock));
      return worlds.at(-1)!;
    },
  };
  const run = createHarness({ adapter: drsAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  return { run, world: worlds.at(-1)! };
}

async function recover(from: Given, options: RequestOptions = { deadlineSeconds: 5_400 }): Promise<Harness<DrsClients>> {
  const { run } = given(from);
  run.request(options);
  await run.run();
  return run;
}

function closing(run: Harness<DrsClients>) {
  return run.facts().at(-1)!.data as {
    failure?: { code: string; message: string; retryable: boolean; details: Record<string, unknown> };
    result: TaskResult;
  };
}

const live = {
  recoveryInstanceId: "i-live",
  sourceServerId: "s-00000000000000001",
  jobId: "drsjob-0",
  ec2State: "RUNNING",
  pointInTime: undefined,
};

test("the result names job, instances and the exact data loss", async () => {
  const estate = {
    servers: [
      { sourceServerId: "s-00000000000000001", newestSnapshot: "2026-11-23T03:58:00.000Z" },
      { sourceServerId: "s-00000000000000002", newestSnapshot: "2026-11-23T03:59:30.000Z" },
    ],
  };
  const { result } = closing(
    await recover({
      estate,
      resources: { sourceServers: ["s-00000000000000001", "s-00000000000000002"], recoveryPlanId: "plan-1", protectionGroups: ["pg-1"] },
    }),
  );
  expect(result.rpo).toEqual({ seconds: 120, method: "launch_request_minus_point_in_time", confidence: "exact" });
  expect(result.dataLoss).toEqual({ possible: true, seconds: 120 });
  expect(result.externalIds).toEqual({ "s-00000000000000001..s-00000000000000002/jobId": "drsjob-1" });
  expect(result.resources[0]?.after).toEqual({
    isDrill: false,
    instances: { "s-00000000000000001": "i-s-00000000000000001-1", "s-00000000000000002": "i-s-00000000000000002-1" },
  });
  expect(result.warnings).toEqual([
    "s-00000000000000001..s-00000000000000002: recovery plan plan-1, protection group pg-1: not used, native DRS launches the listed servers",
  ]);
});

test("more than 100 servers make several jobs of at most 100", async () => {
  const ids = Array.from({ length: 230 }, (_, index) => `s-${String(index + 1).padStart(17, "0")}`);
  const run = await recover({
    estate: { servers: ids.map((sourceServerId) => ({ sourceServerId })) },
    resources: { sourceServers: [...ids, "s-00000000000000001"] },
  });
  expect(run.world.effects().map((effect) => effect.split(",").length)).toEqual([100, 100, 30]);
  expect(closing(run).result.resources.map(({ resource, outcome }) => `${resource} ${outcome}`)).toEqual([
    "s-00000000000000001..s-00000000000000100 completed",
    "s-00000000000000101..s-00000000000000200 completed",
    "s-00000000000000201..s-00000000000000230 completed",
  ]);
});

test("a job that is COMPLETED with one server FAILED is a failure, with DRS's reason", async () => {
  const servers = [{ sourceServerId: "s-00000000000000001" }, { sourceServerId: "s-00000000000000002", failsToLaunch: true }];
  const run = await recover({ estate: { servers }, resources: { sourceServers: ["s-00000000000000001", "s-00000000000000002"] } });
  const { failure } = closing(run);
  expect(failure).toMatchObject({ code: "drs.launch_failed", retryable: true });
  expect(failure?.details).toMatchObject({
    failed: ["s-00000000000000002"],
    launched: ["s-00000000000000001"],
    trouble: ["LAUNCH_FAILED s-00000000000000002 no capacity"],
  });
});

test("instances that are to be launched stopped are done when stopped", async () => {
  const run = await recover({ estate: { servers: [{ sourceServerId: "s-00000000000000001", launchDisposition: "STOPPED" }] } });
  expect(closing(run).result.resources[0]?.outcome).toBe("completed");
});

describe("refused", () => {
  const server = { sourceServerId: "s-00000000000000001" };
  test.each([
    ["an unknown server", { estate: { servers: [] } }, "drs.server_not_found"],
    ["an unknown EC2 id", { estate: { servers: [server] }, resources: { sourceServers: ["i-none"] } }, "drs.server_not_found"],
    [
      "an EC2 id with two source servers",
      {
        estate: {
          servers: [
            { sourceServerId: "s-00000000000000001", awsInstanceId: "i-a" },
            { sourceServerId: "s-00000000000000002", awsInstanceId: "i-a" },
          ],
        },
        resources: { sourceServers: ["i-a"] },
      },
      "drs.server_ambiguous",
    ],
    [
      "a planned recovery from a dead source",
      { estate: { servers: [{ ...server, replicationState: "DISCONNECTED" }] } },
      "drs.not_recoverable",
    ],
    [
      "a drill from a dead source",
      { estate: { servers: [{ ...server, replicationState: "STALLED" }] }, executionType: "drill", mode: "unplanned" },
      "drs.not_recoverable",
    ],
    [
      "a server without a point in time, dead or not",
      { estate: { servers: [{ ...server, newestSnapshot: null }] }, mode: "unplanned" },
      "drs.not_recoverable",
    ],
    ["a broken staging area", { estate: { servers: [{ ...server, stagingStatus: "EXTENSION_ERROR" }] } }, "drs.not_recoverable"],
    [
      "a drill where a recovery instance may be live",
      { estate: { servers: [server], instances: [{ ...live, isDrill: false }] }, executionType: "drill" },
      "drs.live_instance",
    ],
  ] as readonly (readonly [string, Given, string])[])("%s", async (_name, from, code) => {
    const run = await recover(from);
    expect(closing(run).failure?.code).toBe(code);
    expect(run.world.effects()).toEqual([]);
  });
});

test.each([
  ["DISCONNECTED", "unplanned"],
  ["BACKLOG", "planned"],
  ["HIBERNATING", "planned"],
] as const)("launched with a warning: replication %s in a %s recovery", async (replicationState, mode) => {
  const run = await recover({ estate: { servers: [{ sourceServerId: "s-00000000000000001", replicationState }] }, mode });
  expect(run.world.effects()).toEqual(["recovery s-00000000000000001"]);
  expect(closing(run).result.warnings).toEqual([
    `s-00000000000000001: s-00000000000000001: replication is ${replicationState}; newest point in time 2026-11-23T03:59:30.000Z`,
  ]);
});

test("a server in somebody else's job is waited for", async () => {
  const { run, world } = given({
    estate: { servers: [{ sourceServerId: "s-00000000000000001" }, { sourceServerId: "s-00000000000000002" }] },
  });
  await world
    .createClients((port) => port)
    .drs()
    .startRecovery(["s-00000000000000001", "s-00000000000000002"], true);
  run.clock.advance(10_000);
  run.request();
  await run.run();
  expect(world.effects()).toEqual(["drill s-00000000000000001,s-00000000000000002", "recovery s-00000000000000001"]);
  expect(closing(run).result.resources[0]).toMatchObject({
    outcome: "completed",
    after: { instances: { "s-00000000000000001": "i-s-00000000000000001-2" } },
  });
  expect(run.facts().map(({ data }) => data["message"])).toContain("s-00000000000000001: job drsjob-1 works on the same servers");
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
      "drill s-00000000000000001,s-00000000000000002",
      "terminate i-s-00000000000000001-1,i-s-00000000000000001-2",
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
