/** Given source servers, when a recovery is asked for, then: launched and proven, refused, or waited for. */
import { describe, expect, test } from "vitest";
import { SERVERS_PER_TASK } from "../src/input.ts";
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
  expect(result.resources.map(({ resource, after }) => [resource, after])).toEqual(
    ["s-00000000000000001", "s-00000000000000002"].map((id) => [
      id,
      {
        isDrill: false,
        instances: { [id]: `i-${id}-1` },
        recoveredInstances: [
          { sourceInstanceId: id, recoveryInstanceId: `i-${id}-1`, privateIp: "10.1.0.7", publicIp: null, status: "running" },
        ],
        executionTime: "PT2M24S",
        integrationMode: "native",
        performanceMetrics: {
          totalExecutionTime: 144,
          waveExecutionTimes: { 1: 144 },
          serverLaunchTimes: { [id]: 100 },
          pauseResumeCycles: 0,
        },
      },
    ]),
  );
  expect(result.warnings).toEqual(
    ["s-00000000000000001", "s-00000000000000002"].map(
      (id) => `${id}: recovery plan plan-1, protection group pg-1: not used, native DRS launches the listed servers`,
    ),
  );
});

const manyServers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    sourceServerId: `s-${String(index + 1).padStart(17, "0")}`,
    awsInstanceId: `i-${String(index + 1).padStart(17, "0")}`,
  }));

test("more than 100 servers make several jobs of at most 100", async () => {
  const servers = manyServers(120);
  const ids = servers.map(({ sourceServerId }) => sourceServerId);
  const run = await recover({ estate: { servers }, resources: { sourceServers: ids } });
  expect(run.world.effects().map((effect) => effect.split(",").length)).toEqual([100, 20]);
  expect(closing(run).result.resources.map(({ resource, outcome }) => `${resource} ${outcome}`)).toEqual(
    ids.map((id) => `${id} completed`),
  );
});

test("as many servers as a task may have fit into an item of DynamoDB (400 KB) and an event of EventBridge (256 KB), with room to spare", async () => {
  const servers = manyServers(SERVERS_PER_TASK);
  const { run } = given({ estate: { servers }, resources: { sourceServers: servers.map(({ awsInstanceId }) => awsInstanceId) } });
  const operationId = run.request({ deadlineSeconds: 5_400 });
  await run.run();
  const item = await run.ledger.get(operationId);
  const event = run.facts().at(-1);
  expect(event?.type).toBe("TechnologyCompleted");
  expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThan(350_000);
  expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(230_000);
});

test("one server more than that is refused, and the words say what to do", async () => {
  const servers = manyServers(SERVERS_PER_TASK + 1);
  const run = await recover({ estate: { servers }, resources: { sourceServers: servers.map(({ sourceServerId }) => sourceServerId) } });
  expect(closing(run).failure?.message).toContain("name the others in further tasks of the wave");
  expect(run.world.effects()).toEqual([]);
});

describe("other people's jobs count", () => {
  const servers = manyServers(120);
  const resources = { sourceServers: servers.map(({ sourceServerId }) => sourceServerId) };

  test("with 20 of them nothing is launched, and it is said", async () => {
    const run = await recover({ estate: { servers, otherJobs: Array.from({ length: 20 }, () => 1) }, resources });
    expect(run.world.effects()).toEqual([]);
    expect(closing(run).failure?.code).toBe("task.timed_out");
    expect(run.facts().map(({ data }) => String(data["message"]))).toContainEqual(
      expect.stringContaining("DRS is busy: 20 jobs with 20 servers"),
    );
  });

  test("of 500 servers in all jobs theirs are taken off: the first that fit are launched, the others wait", async () => {
    const run = await recover({ estate: { servers, otherJobs: [100, 100, 100, 100, 40] }, resources });
    expect(run.world.effects().map((effect) => effect.split(",").length)).toEqual([60, 60]);
    expect(closing(run).result.resources.every(({ outcome }) => outcome === "completed")).toBe(true);
  });
});

describe("a point in time", () => {
  const server = { sourceServerId: "s-00000000000000001", olderSnapshots: ["2026-11-23T01:00:00.000Z", "2026-11-23T02:00:00.000Z"] };
  const other = { sourceServerId: "s-00000000000000002" };

  test("is chosen for each server: the newest up to the time that is asked for", async () => {
    const run = await recover({
      estate: { servers: [server, other] },
      resources: { sourceServers: [server.sourceServerId, other.sourceServerId] },
      config: { pointsInTime: { [server.sourceServerId]: "2026-11-23T03:30:00+01:00" } },
    });
    const { result } = closing(run);
    expect(result.resources.map(({ rpo }) => rpo.seconds)).toEqual([7_200, 30]);
    expect(result.dataLoss).toEqual({ possible: true, seconds: 7_200 });
  });

  test("needs no replication that works, and its absence is a refusal", async () => {
    const dead = { ...server, replicationState: "DISCONNECTED" };
    const found = await recover({ estate: { servers: [dead] }, config: { pointInTime: "2026-11-23T01:30:00Z" } });
    expect(closing(found).result.resources[0]?.rpo.seconds).toBe(10_800);
    const none = await recover({ estate: { servers: [dead] }, config: { pointInTime: "2026-11-22T00:00:00Z" } });
    expect(closing(none).failure).toMatchObject({
      code: "drs.not_recoverable",
      message: expect.stringContaining("no point in time up to 2026-11-22T00:00:00.000Z") as string,
    });
  });
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
    .startRecovery([{ sourceServerId: "s-00000000000000001" }, { sourceServerId: "s-00000000000000002" }], true);
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
