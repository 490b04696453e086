// What is not ready is told by its adapter over the bus before anything is touched, and again before each wave.
import { afterAll, beforeAll, expect, test } from "vitest";
import { untilStatus } from "../../support/runtime.ts";
import { createTroubleWorld, failover, wave, type Body, type TroubleWorld } from "./world.ts";

let world: TroubleWorld;
const seed = (clusters: readonly string[]) =>
  fetch(`${world.runtime.ready.endpoint}/_local/estate/seed`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ plan: { waves: [{ waveNumber: 1, technologies: [failover({ clusters })] }] } }),
  });
beforeAll(async () => {
  world = await createTroubleWorld(["--no-provision"]);
  await seed(["orders", "billing"]);
}, 60_000);
afterAll(() => world.stop());

const begin = async (planId: string, waves: readonly object[]): Promise<string> => {
  const saved = await world.ask("POST", "/plans?allowUnresolved=true", { planId, name: planId, waves });
  expect(saved.status).toBe(201);
  const started = await world.start(planId);
  expect(started.status).toBe(202);
  return started.body.executionId;
};
const eventsOf = async (executionId: string): Promise<Body[]> =>
  (await world.ask("GET", `/executions/${executionId}/events?limit=100`)).body.events;
const until = (executionId: string, status: string): Promise<Body> => untilStatus(world.runtime.as("DROperator"), executionId, [status]);

test("a wave with one resource that is not there fails before its other resource is touched", async () => {
  const executionId = await begin("ghost", [wave(1, [failover({ clusters: ["orders"] }), failover({ clusters: ["nowhere"] })])]);
  const view = await until(executionId, "failed");
  const [first] = view.waves;
  expect(first.technologies.map(({ status, attempt }: Body) => [status, attempt])).toEqual([
    ["skipped", 0],
    ["skipped", 0],
  ]);
  expect(first.readiness).toMatchObject({
    state: "blocked",
    awaited: [],
    blocked: [{ taskId: "w1-database-2", failure: { code: "aws.not_found" } }],
  });
  expect(view.failure.message).toContain("wave 1 (Wave 1) failed: w1-database-2: ");
  const types = (await eventsOf(executionId)).map(({ type }) => type);
  expect(types).not.toContain("WaveStarted");
  expect(types.filter((type) => type.startsWith("Readiness"))).toEqual(["ReadinessRequested", "ReadinessReported"]);
});

test("what comes to be ready by its wave is asked again then; what is not holds the wave until somebody mended it", async () => {
  const executionId = await begin("later", [
    wave(1, [failover({ clusters: ["billing"] })]),
    wave(2, [failover({ clusters: ["arrears"] })], { onFailure: "pause" }),
  ]);
  const held = await until(executionId, "paused");
  expect([held.pause.reason, held.pause.waveNumber, held.waves[0].status]).toEqual(["not_ready", 2, "completed"]);
  const { body } = await world.ask("GET", `/executions/${executionId}/status`);
  expect([body.next.waitingFor, body.next.why]).toEqual(["resume", expect.stringContaining("nothing of it was begun")]);
  await seed(["arrears"]);
  expect((await world.ask("PUT", `/executions/${executionId}/resume`, {})).status).toBe(200);
  const done = await until(executionId, "completed");
  expect(done.waves.map(({ readiness }: Body) => readiness.state)).toEqual(["ready", "ready"]);
  const asked = (await eventsOf(executionId)).filter(({ type }) => type === "ReadinessRequested");
  expect(asked.map(({ data }) => data.at)).toEqual(["planning", "wave", "wave"]);
});
