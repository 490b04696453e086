/** The counting platform with a real engine: a small plan, its messages and its bill. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { CountingPlatform } from "./platform.ts";
import { countIdleMonth, countRecovery, savePlan } from "./recovery.ts";
import { installVirtualTime, type VirtualTime } from "./virtual-time.ts";

const PLAN = `
enterpriseRecoveryPlan:
  planId: counted
  name: Counted
  waves:
    - waveNumber: 1
      name: Database
      technologies: [{ type: database, operation: failover, resources: { clusters: [orders] } }]
      pauseAfterWave: true
      dependencies: []
    - waveNumber: 2
      name: Database
      technologies: [{ type: database, operation: failover, resources: { clusters: [billing] } }]
      dependencies: [1]
`;

let time: VirtualTime;
let platform: CountingPlatform;

beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  const { startCountingPlatform } = await import("./platform.ts");
  time = installVirtualTime();
  platform = await startCountingPlatform(time, "test");
}, 30_000);
afterAll(async () => {
  time.restore();
  await platform.stop();
  vi.unstubAllEnvs();
});

it("counts what one recovery asks for, approval included, and nothing of what came before it", async () => {
  const counts = await countRecovery(platform, await savePlan(platform, PLAN));
  // Start, a look at the pause, approval, a look at the end.
  expect(counts.of("apiRequests")).toBe(4);
  expect(counts.of("invocations", "dr-api-http")).toBe(4);
  // Each message is received and deleted by itself, and was sent once.
  expect(counts.of("sqsRequests")).toBe(3 * counts.of("sqsMessages"));
  // Recorded: request, waves, plan, start, two waves with a task each, pause, approval, resumption, end, and the start as other teams know it;
  // and whether it is ready: asked and answered at the start and before the second wave.
  expect(counts.of("busEvents", "dr-publisher-stream")).toBe(21);
  expect(counts.of("invocations", "dr-planner-log")).toBe(2);
  expect(counts.of("dynamoWriteUnits")).toBeGreaterThanOrEqual(counts.of("dynamoWrites"));
  expect(counts.of("estateCalls")).toBeGreaterThan(0);
}, 60_000);

it("counts the schedules of a month", async () => {
  const month = await countIdleMonth(platform);
  // Three sweeps a minute (planner, publisher, webhooks), a look at change tickets, and one reconciliation an hour, in 30.4 days.
  expect(Math.round(month.of("invocations"))).toBe(Math.round(4 * 60 * 24 * (365.25 / 12) + 24 * (365.25 / 12)));
  expect(month.of("busEvents")).toBe(0);
}, 60_000);
