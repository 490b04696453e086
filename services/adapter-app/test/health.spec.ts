/** Given endpoints and nodes, when their health is asked for, then: healthy after several looks in a row, or not, with the last look. */
import { expect, test } from "vitest";
import { runTask, type Given } from "./run.ts";

const URL = "https://app.example.com/health";
const NODE = "i-0000000000000001a";
const check = (probes: readonly boolean[], config: object = {}, more: Partial<Given> = {}) =>
  runTask({
    operation: "health_check",
    resources: { endpoints: [URL] },
    config: { ...config },
    seed: {},
    deadlineSeconds: 120,
    arrange: (world) => world.answerProbes(probes),
    ...more,
  });

test("a look that fails begins the row anew", async () => {
  const { closing } = await check([true, true, false, true, true, true]);
  expect(closing().result.resources[0]).toMatchObject({
    outcome: "completed",
    rtoSeconds: 30,
    rpo: { seconds: 0 },
    after: { endpoints: [URL], consecutiveSuccesses: 3, failedLooks: 1 },
  });
});

test("until the time for it has run out, with the last look", async () => {
  const { closing } = await check(
    Array.from({ length: 40 }, () => false),
    { healthCheckTimeout: 30 },
  );
  expect(closing().failure?.code).toBe("task.timed_out");
  expect(closing().failure?.message).toContain(`${URL}: status 503`);
});

test("no more failed looks are forgiven than the plan says", async () => {
  const { closing } = await check([false, false, false], { healthCheckRetries: 2 });
  expect(closing().failure).toMatchObject({ code: "application.unhealthy", retryable: true, details: { failures: 3 } });
});

test("without endpoints of its own a task looks at those of its environment", async () => {
  const name = "/dr-orchestration/production/application/health-check-endpoints";
  const seed = { ssm: { parameters: [{ name, value: `${URL}, tcp://db.example.com:5432` }] } };
  const { closing } = await check([], {}, { resources: {}, environment: "production", seed });
  expect(closing().result.resources[0]?.after).toMatchObject({
    endpoints: [URL, "tcp://db.example.com:5432"],
    settings: { endpoints: name },
  });
});

test.each([
  ["no endpoints anywhere", {}, "application.endpoints_missing"],
  [
    "no list of endpoints",
    { ssm: { parameters: [{ name: "/dr-orchestration/production/application/health-check-endpoints", value: "ftp://x" }] } },
    "application.bad_endpoints",
  ],
])("refused: %s", async (_name, seed, code) => {
  const { closing } = await check([], {}, { resources: {}, environment: "production", seed });
  expect(closing().failure).toMatchObject({ code, retryable: false });
});

test.each([
  "http://169.254.169.254/latest/meta-data",
  "http://[::1]:8080/",
  "tcp://127.0.0.1:5432",
  "http://2130706433/",
  "tcp://0x7f000001:22",
])("%s is refused before anything is looked at: waiting does not make it right", async (endpoint) => {
  const { closing, run } = await check([true, true, true], {}, { resources: { endpoints: [endpoint] } });
  expect(closing().failure).toMatchObject({ code: "application.endpoint_forbidden", retryable: false });
  expect(run.clock.nowIso()).toBe("2026-11-23T04:00:00.000Z");
});

test("a drill looks, too", async () => {
  const { closing } = await check([], {}, { executionType: "drill" });
  expect(closing().result.resources[0]?.outcome).toBe("completed");
});

test("wait_online waits for a node that registers late, and changes nothing", async () => {
  const task: Given = { operation: "wait_online", resources: { instances: [NODE] }, seed: {}, deadlineSeconds: 120 };
  expect((await runTask(task)).closing().failure?.message).toContain("is not registered with Systems Manager");
  const late = await runTask({ ...task, seed: { ssm: { nodes: [{ id: NODE, registersInSeconds: 90 }] } } });
  expect(late.closing().result.resources[0]).toMatchObject({ outcome: "noop", after: { ping: "Online" } });
  const online = await runTask({ ...task, seed: { ssm: { nodes: [{ id: NODE }] } } });
  expect(online.closing().result.resources[0]).toMatchObject({ outcome: "noop", after: { ping: "Online" } });
  for (const way of [{ executionType: "drill" }, { mode: "unplanned" }] as const) {
    const { again, operationId, closing, world } = await runTask({ ...task, ...way, seed: { ssm: { nodes: [{ id: NODE }] } } });
    await again({ type: "TechnologyRollbackRequested", undoes: operationId });
    expect([closing().failure, world.effects()]).toEqual([undefined, []]);
  }
});
