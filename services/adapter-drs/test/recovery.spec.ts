/** Given source servers, when a recovery is asked for, then: launched and proven, refused, or waited for. */
import { describe, expect, test } from "vitest";
import { closing, given, live, recover, type Given } from "./given-servers.ts";

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
  expect(result.externalIds).toEqual({
    "s-00000000000000001/jobId": "drsjob-1",
    "s-00000000000000001/recoveryInstanceId": "i-s-00000000000000001-1",
    "s-00000000000000002/jobId": "drsjob-1",
    "s-00000000000000002/recoveryInstanceId": "i-s-00000000000000002-1",
  });
  expect(result.resources.map(({ resource, after }) => [resource, after])).toEqual([
    ["s-00000000000000001", { isDrill: false, instances: { "s-00000000000000001": "i-s-00000000000000001-1" } }],
    ["s-00000000000000002", { isDrill: false, instances: { "s-00000000000000002": "i-s-00000000000000002-1" } }],
  ]);
  expect(result.warnings).toEqual(
    ["s-00000000000000001", "s-00000000000000002"].map(
      (id) => `${id}: recovery plan plan-1, protection group pg-1: not used, native DRS launches the listed servers`,
    ),
  );
});

test("more than 100 servers make several jobs of at most 100", async () => {
  const ids = Array.from({ length: 230 }, (_, index) => `s-${String(index + 1).padStart(17, "0")}`);
  const run = await recover({
    estate: { servers: ids.map((sourceServerId) => ({ sourceServerId })) },
    resources: { sourceServers: [...ids, "s-00000000000000001"] },
  });
  expect(run.world.effects().map((effect) => effect.split(",").length)).toEqual([100, 100, 30]);
  expect(closing(run).result.resources.map(({ resource, outcome }) => `${resource} ${outcome}`)).toEqual(
    ids.map((id) => `${id} completed`),
  );
});

test("a job that is COMPLETED with one server FAILED is a failure, with DRS's reason", async () => {
  const servers = [{ sourceServerId: "s-00000000000000001" }, { sourceServerId: "s-00000000000000002", failsToLaunch: true }];
  const run = await recover({ estate: { servers }, resources: { sourceServers: ["s-00000000000000001", "s-00000000000000002"] } });
  const { failure } = closing(run);
  expect(failure).toMatchObject({ code: "drs.launch_failed", retryable: true });
  expect(failure?.details).toMatchObject({
    jobId: "drsjob-1",
    trouble: ["LAUNCH_FAILED s-00000000000000002 no capacity"],
    resources: { "s-00000000000000002": { code: "drs.launch_failed" } },
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
  expect(run.facts().map(({ data }) => data["message"])).toContain("s-00000000000000001: job drsjob-1 works on s-00000000000000001");
});
