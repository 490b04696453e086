/** Given source servers, when a recovery is asked for, then: launched and proven, refused, or waited for. */
import { describe, expect, test } from "vitest";
import { SERVERS_PER_TASK } from "../src/input.ts";
import { launchesOf } from "./effect-lines.ts";
import { closing, given, LIVE, OTHER, recover, SERVER, type Given, type Recovered } from "./given-servers.ts";

/** As DRS shows the instance. */
function privateIpOf({ estate }: Recovered, instanceId: string): string | undefined {
  const instances = estate.state().drs.recoveryInstances as readonly {
    readonly recoveryInstanceID: string;
    readonly recoveryInstanceProperties: { readonly networkInterfaces: readonly { readonly ips: readonly string[] }[] };
  }[];
  return instances.find((one) => one.recoveryInstanceID === instanceId)?.recoveryInstanceProperties.networkInterfaces[0]?.ips[0];
}

test("the result names job, instances and the exact data loss", async () => {
  const ids = [SERVER, OTHER];
  const run = await recover({
    servers: [
      { id: SERVER, snapshots: ["2026-11-23T03:58:00.000Z"] },
      { id: OTHER, snapshots: ["2026-11-23T03:59:30.000Z"] },
    ],
    resources: { sourceServers: ids, recoveryPlanId: "plan-1", protectionGroups: ["pg-1"] },
    config: { pointInTime: "2026-11-23T04:00:00Z" },
  });
  const { result } = closing(run);
  expect(result.rpo).toEqual({ seconds: 120, method: "launch_request_minus_point_in_time", confidence: "exact" });
  expect(result.dataLoss).toEqual({ possible: true, seconds: 120 });
  const launches = launchesOf(run.estate);
  expect(launches.map(({ sourceServerId }) => sourceServerId)).toEqual(ids);
  expect(result.externalIds).toEqual(
    Object.fromEntries(
      launches.flatMap(({ sourceServerId, jobId, recoveryInstanceId }) => [
        [`${sourceServerId}/jobId`, jobId],
        [`${sourceServerId}/recoveryInstanceId`, recoveryInstanceId],
      ]),
    ),
  );
  expect(result.resources.map(({ resource, after }) => [resource, after])).toEqual(
    launches.map(({ sourceServerId: id, recoveryInstanceId, seconds }) => [
      id,
      {
        isDrill: false,
        instances: { [id]: recoveryInstanceId },
        recoveredInstances: [
          { sourceInstanceId: id, recoveryInstanceId, privateIp: privateIpOf(run, recoveryInstanceId), publicIp: null, status: "running" },
        ],
        executionTime: "PT15M1S",
        integrationMode: "native",
        performanceMetrics: {
          totalExecutionTime: 901,
          waveExecutionTimes: { 1: 901 },
          serverLaunchTimes: { [id]: seconds },
          pauseResumeCycles: 0,
        },
      },
    ]),
  );
  expect(result.warnings).toEqual(
    ids.map((id) => `${id}: recovery plan plan-1, protection group pg-1: not used, native DRS launches the listed servers`),
  );
});

const manyServers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `s-${String(index + 1).padStart(17, "0")}`,
    awsInstanceId: `i-${String(index + 1).padStart(17, "0")}`,
  }));

test("more than 100 servers make several jobs of at most 100", async () => {
  const servers = manyServers(120);
  const ids = servers.map(({ id }) => id);
  const run = await recover({ servers, resources: { sourceServers: ids } });
  expect(run.world.effects().map((effect) => effect.split(",").length)).toEqual([100, 20]);
  expect(closing(run).result.resources.map(({ resource, outcome }) => `${resource} ${outcome}`)).toEqual(
    ids.map((id) => `${id} completed`),
  );
});

test("as many servers as a task may have fit into an item of DynamoDB (400 KB) and an event of EventBridge (256 KB), with room to spare", async () => {
  const servers = manyServers(SERVERS_PER_TASK);
  const { run } = given({ servers, resources: { sourceServers: servers.map(({ awsInstanceId }) => awsInstanceId) } });
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
  const run = await recover({ servers, resources: { sourceServers: servers.map(({ id }) => id) } });
  expect(closing(run).failure?.message).toContain("name the others in further tasks of the wave");
  expect(run.world.effects()).toEqual([]);
});

describe("other people's jobs count", () => {
  const servers = manyServers(120);
  const resources = { sourceServers: servers.map(({ id }) => id) };

  test("with 20 of them nothing is launched, and it is said", async () => {
    const run = await recover({ servers, otherJobs: Array.from({ length: 20 }, () => 1), resources }, { deadlineSeconds: 120 });
    expect(run.world.effects()).toEqual([]);
    expect(closing(run).failure?.code).toBe("task.timed_out");
    expect(run.facts().map(({ data }) => String(data["message"]))).toContainEqual(
      expect.stringContaining("DRS is busy: 20 jobs with 20 servers"),
    );
  });

  test("of 500 servers in all jobs theirs are taken off: the first that fit are launched, the others wait", async () => {
    const run = await recover({ servers, otherJobs: [100, 100, 100, 100, 40], resources, speed: 8 });
    expect(run.world.effects().map((effect) => effect.split(",").length)).toEqual([60, 60]);
    expect(closing(run).result.resources.every(({ outcome }) => outcome === "completed")).toBe(true);
  });
});

describe("a point in time", () => {
  const server = {
    id: SERVER,
    snapshots: ["2026-11-23T01:00:00.000Z", "2026-11-23T02:00:00.000Z", "2026-11-23T03:59:30.000Z"],
  };

  test("is chosen for each server: the newest up to the time that is asked for; without one a fresh one is taken, and nothing is lost", async () => {
    const run = await recover({
      servers: [server, { id: OTHER }],
      resources: { sourceServers: [SERVER, OTHER] },
      config: { pointsInTime: { [SERVER]: "2026-11-23T03:30:00+01:00" } },
    });
    const { result } = closing(run);
    expect(result.resources.map(({ rpo }) => rpo.seconds)).toEqual([7_200, 0]);
    expect(result.dataLoss).toEqual({ possible: true, seconds: 7_200 });
  });

  test("is found under any spelling of its server", async () => {
    const arn = `arn:aws:drs:us-east-1:123456789012:source-server/${SERVER}`;
    const run = await recover({ servers: [server], config: { pointsInTime: { [arn]: "2026-11-23T03:30:00+01:00" } } });
    expect(closing(run).result.resources.map(({ rpo }) => rpo.seconds)).toEqual([7_200]);
  });

  test("needs no replication that works, and its absence is a refusal", async () => {
    const servers = [{ ...server, replicationState: "DISCONNECTED" }];
    const found = await recover({ servers, config: { pointInTime: "2026-11-23T01:30:00Z" } });
    expect(closing(found).result.resources[0]?.rpo.seconds).toBe(10_800);
    const none = await recover({ servers, config: { pointInTime: "2026-11-22T00:00:00Z" } });
    expect(closing(none).failure).toMatchObject({
      code: "drs.not_recoverable",
      message: expect.stringContaining("no point in time up to 2026-11-22T00:00:00.000Z") as string,
    });
  });
});

test("a job that is COMPLETED with one server FAILED is a failure, with DRS's reason", async () => {
  const run = await recover({
    servers: [{ id: SERVER }, { id: OTHER }],
    faults: [{ kind: "launch-failed", resource: OTHER }],
    resources: { sourceServers: [SERVER, OTHER] },
  });
  const { failure } = closing(run);
  expect(failure).toMatchObject({ code: "drs.launch_failed", retryable: true });
  expect(failure?.details).toMatchObject({
    jobId: launchesOf(run.estate)[0]?.jobId,
    trouble: [`LAUNCH_FAILED ${OTHER} InsufficientInstanceCapacity (simulated)`],
    resources: { [OTHER]: { code: "drs.launch_failed" } },
  });
});

test("instances that are to be launched stopped are done when stopped", async () => {
  const run = await recover({ servers: [{ id: SERVER, launchDisposition: "STOPPED" }] });
  expect(closing(run).result.resources[0]?.outcome).toBe("completed");
});

describe("refused", () => {
  test.each([
    ["an unknown server", { servers: [] }, "drs.server_not_found"],
    ["an unknown EC2 id", { resources: { sourceServers: ["i-none"] } }, "drs.server_not_found"],
    [
      "an EC2 id with two source servers",
      {
        servers: [
          { id: SERVER, awsInstanceId: "i-0000000000000000a" },
          { id: OTHER, awsInstanceId: "i-0000000000000000a" },
        ],
        resources: { sourceServers: ["i-0000000000000000a"] },
      },
      "drs.server_ambiguous",
    ],
    ["a planned recovery from a dead source", { servers: [{ id: SERVER, replicationState: "DISCONNECTED" }] }, "drs.not_recoverable"],
    [
      "a drill from a dead source",
      { servers: [{ id: SERVER, replicationState: "STALLED" }], executionType: "drill", mode: "unplanned" },
      "drs.not_recoverable",
    ],
    [
      "a server without a point in time, dead or not",
      { servers: [{ id: SERVER, hasSnapshots: false }], mode: "unplanned" },
      "drs.not_recoverable",
    ],
    ["a broken staging area", { servers: [{ id: SERVER, stagingStatus: "EXTENSION_ERROR" }] }, "drs.not_recoverable"],
    [
      "a drill where a recovery instance may be live",
      { servers: [{ id: SERVER, recovered: { instanceId: LIVE } }], executionType: "drill" },
      "drs.live_instance",
    ],
  ] as readonly (readonly [string, Given, string])[])("%s", async (_name, from, code) => {
    const run = await recover(from);
    expect(closing(run).failure?.code).toBe(code);
    expect(run.world.effects()).toEqual([]);
  });
});

const PREVIOUS = [`${SERVER}: SNAPSHOT_FAIL ${SERVER}`, `${SERVER}: USING_PREVIOUS_SNAPSHOT ${SERVER}`];

test.each([
  ["DISCONNECTED", "unplanned", PREVIOUS],
  ["BACKLOG", "planned", []],
  ["HIBERNATING", "planned", PREVIOUS],
] as const)("launched with a warning: replication %s in a %s recovery", async (replicationState, mode, fromTheLog) => {
  const run = await recover({ servers: [{ id: SERVER, replicationState, snapshots: ["2026-11-23T03:59:30.000Z"] }], mode });
  expect(run.world.effects()).toEqual([`StartRecovery ${SERVER}`]);
  expect(closing(run).result.warnings).toEqual([
    `${SERVER}: ${SERVER}: replication is ${replicationState}; newest point in time 2026-11-23T03:59:30.000Z`,
    ...fromTheLog,
  ]);
});

test("a server in somebody else's job is waited for", async () => {
  const { run, world } = given({ servers: [{ id: SERVER }, { id: OTHER }] });
  const jobId = await world
    .createClients((port) => port)
    .drs()
    .startRecovery([{ sourceServerId: SERVER }, { sourceServerId: OTHER }], true);
  run.clock.advance(10_000);
  run.request();
  await run.run();
  expect(world.effects()).toEqual([`StartRecovery ${SERVER},${OTHER} as a drill`, `StartRecovery ${SERVER}`]);
  expect(closing(run).result.resources[0]).toMatchObject({
    outcome: "completed",
    after: { instances: { [SERVER]: launchesOf(world.estate).at(-1)?.recoveryInstanceId } },
  });
  expect(run.facts().map(({ data }) => data["message"])).toContain(`${SERVER}: job ${jobId} works on ${SERVER}`);
});
