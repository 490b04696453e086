import { LEADING_PARTS } from "@dr/event-log";
import { expect, test } from "vitest";
import { createTestApi, type TestApi } from "../../test/api.ts";
import type { AppDeps } from "../app-deps.ts";
import { planAndRun, startTwoWaves, twoWaves } from "../../test/plans.ts";

const about = {
  account: "123456789012",
  region: "us-west-2",
  stage: "test",
  estate: "simulated" as const,
  regions: ["eu-central-1", "us-west-2", "ap-south-1"],
};
const body = { epoch: 1, region: "us-west-2", reason: "eu-central-1 is gone" };

/** Planner and publisher of a Region say that they run. */
async function sayReady({ deployments, clock }: TestApi, region = "us-west-2"): Promise<void> {
  for (const part of LEADING_PARTS) await deployments.write({ region, part, at: clock.nowIso() });
}

async function readyApi(overrides: Partial<AppDeps> = {}): Promise<TestApi> {
  const api = createTestApi({ about, ...overrides });
  await sayReady(api);
  return api;
}

async function twoOpenOneEnded() {
  const api = await readyApi();
  const first = await startTwoWaves(api);
  await planAndRun(api, first);
  const ids = [first];
  for (const planId of ["b", "c"]) {
    await api.call("POST /api/v1/plans", { body: { ...twoWaves, planId } });
    ids.push((await api.call("POST /api/v1/executions", { body: { planId, executionType: "drill" } })).body.executionId);
  }
  await api.call(`PUT /api/v1/executions/${ids[2]}/cancel`);
  return { ...api, open: ids.slice(0, 2) };
}

test("every open execution is led under the new epoch, and only those", async () => {
  const { call, open, log } = await twoOpenOneEnded();
  const answer = await call("POST /api/v1/takeover", { role: "DRRecoveryManager", body });
  expect(answer).toMatchObject({ status: 200, body: { epoch: 1, region: "us-west-2", complete: true, takenOver: 2 } });
  expect(answer.body.results.map((result: { executionId: string }) => result.executionId).toSorted()).toEqual(open.toSorted());
  for (const executionId of open) {
    const last = (await log.read(`EXEC#${executionId}`)).at(-1);
    expect([last?.epoch, last?.events[0]?.type]).toEqual([1, "LeadershipTaken"]);
  }
});

test("a repeat changes nothing and says why", async () => {
  const { call, open } = await twoOpenOneEnded();
  await call("POST /api/v1/takeover", { body });
  const again = await call("POST /api/v1/takeover", { body });
  expect(again).toMatchObject({ status: 200, body: { takenOver: 0 } });
  expect(again.body.results.map((result: { code: string }) => result.code)).toEqual(open.map(() => "execution.stale_epoch"));
});

test("an execution that the projection has not heard of is found by its leases", async () => {
  const api = await readyApi();
  const executionId = await startTwoWaves(api);
  // Same log and leases, and a projection that lost its messages.
  const other = createTestApi({ about, log: api.log, leases: api.leases, deployments: api.deployments });
  const answer = await other.call("POST /api/v1/takeover", { body });
  expect(answer.body).toMatchObject({ takenOver: 1, results: [{ executionId, outcome: "taken_over" }] });
});

test("a lease without an open execution is no execution", async () => {
  const { call, leases } = await readyApi();
  await leases.take(["PLAN#gone"], "exec-never-begun", { takenAt: body.reason });
  expect((await call("POST /api/v1/takeover", { body })).body).toMatchObject({ complete: true, takenOver: 0, results: [] });
});

test("what runs out of time says that it is not complete", async () => {
  const { call } = await twoOpenOneEnded();
  const answer = await call("POST /api/v1/takeover", { body, remainingMs: 4_000 });
  expect(answer).toMatchObject({ status: 206, body: { complete: false, takenOver: 0, results: [] } });
});

test("an execution that cannot be written to holds up no other one, and a repeat takes it over", async () => {
  const api = await twoOpenOneEnded();
  const [first = "", second = ""] = api.open;
  const passing = { name: "ThrottlingException", $metadata: { httpStatusCode: 400 } };
  let refused = 0;
  const append: typeof api.log.append = (request) => {
    if (request.streamId !== `EXEC#${first}` || refused > 0) return api.log.append(request);
    refused += 1;
    return Promise.reject(Object.assign(new Error("try again"), passing));
  };
  const { log, leases, deployments } = api;
  const other = createTestApi({ about, log: { ...log, append }, leases, deployments });
  const answer = await other.call("POST /api/v1/takeover", { body });
  expect(answer).toMatchObject({ status: 206, body: { complete: false, takenOver: 1 } });
  expect(answer.body.results).toContainEqual({ executionId: second, outcome: "taken_over" });
  expect(answer.body.results).toContainEqual(expect.objectContaining({ executionId: first, outcome: "failed" }));
  expect(await other.call("POST /api/v1/takeover", { body })).toMatchObject({ status: 200, body: { complete: true, takenOver: 1 } });
});

test("by default the next epoch is taken, and a repeat goes on under it", async () => {
  const { call, open } = await twoOpenOneEnded();
  const first = await call("POST /api/v1/takeover", { body: { reason: "x" } });
  expect(first).toMatchObject({ status: 200, body: { epoch: 1, region: "us-west-2", takenOver: open.length } });
  expect(await call("POST /api/v1/takeover", { body: { reason: "x" } })).toMatchObject({ status: 200, body: { epoch: 1, takenOver: 0 } });
});

test("an execution that begins after a take-over begins in its epoch", async () => {
  const api = await twoOpenOneEnded();
  await api.call("POST /api/v1/takeover", { body: { reason: "x" } });
  await api.call("POST /api/v1/plans", { body: { ...twoWaves, planId: "d" } });
  const { executionId } = (await api.call("POST /api/v1/executions", { body: { planId: "d", executionType: "drill" } })).body;
  expect((await api.log.read(`EXEC#${executionId}`)).map(({ epoch }) => epoch)).toEqual([1]);
});

test.each([
  ["no reason", { epoch: 1 }, "DRRecoveryManager", 400],
  ["no epoch", { ...body, epoch: 0 }, "DRRecoveryManager", 400],
  ["the largest epoch there is", { ...body, epoch: Number.MAX_SAFE_INTEGER }, "DRRecoveryManager", 409],
  ["a Region that does not exist", { ...body, region: "eu-nowhere-9" }, "DRRecoveryManager", 400],
  ["a Region that is there, but elsewhere", { ...body, region: "ap-south-1" }, "DRRecoveryManager", 400],
  ["an operator", body, "DROperator", 403],
])("%s: refused, and nobody leads who did not before", async (_, sent, role, status) => {
  const api = await readyApi();
  expect((await api.call("POST /api/v1/takeover", { role, body: sent })).status).toBe(status);
  expect(await api.log.read("LEAD#platform")).toEqual([]);
});

test("a Region that nobody configured to lead does not lead", async () => {
  const api = await readyApi({ about: { ...about, regions: ["eu-central-1"] } });
  expect(await api.call("POST /api/v1/takeover", { body })).toMatchObject({ status: 400, body: { code: "request.not_this_region" } });
});

test.each([
  ["nothing of it", [], ["planner", "publisher"]],
  ["no publisher", ["planner"], ["publisher"]],
  ["another Region's planner", ["publisher"], ["planner"]],
])("a Region of which %s runs is not ready to lead", async (_, parts, silent) => {
  const api = createTestApi({ about });
  const at = api.clock.nowIso();
  for (const part of parts) await api.deployments.write({ region: "us-west-2", part, at });
  await api.deployments.write({ region: "eu-central-1", part: "planner", at });
  expect(await api.call("POST /api/v1/takeover", { body })).toMatchObject({
    status: 409,
    body: { code: "request.not_ready_to_lead", details: { silent } },
  });
  expect(await api.log.read("LEAD#platform")).toEqual([]);
});

test("what gave its last sign of life three minutes ago is not ready to lead", async () => {
  const api = await readyApi();
  api.clock.advance(180_000);
  expect(await api.call("POST /api/v1/takeover", { body })).toMatchObject({ status: 409, body: { code: "request.not_ready_to_lead" } });
});

test("/health tells who leads, and is there even while the log is not", async () => {
  const api = await readyApi();
  expect((await api.call("GET /api/v1/health")).body).toMatchObject({ epoch: 0, leader: "eu-central-1", region: "us-west-2" });
  await api.call("POST /api/v1/takeover", { body });
  expect((await api.call("GET /api/v1/health")).body).toMatchObject({ epoch: 1, leader: "us-west-2" });
  const blind = createTestApi({ about, log: { ...api.log, read: () => Promise.reject(new Error("no log")) } });
  expect((await blind.call("GET /api/v1/health")).body).toMatchObject({ status: "ok", epoch: null, leader: null });
});

test("only the next epoch is taken, by one of two who want it; a wrong take-over is taken back by the one after it", async () => {
  const west = createTestApi({ about });
  const shared = { log: west.log, leases: west.leases, history: west.history, deployments: west.deployments };
  let ids = 0;
  const newId = () => `other-${(ids += 1)}`;
  for (const region of about.regions) await sayReady(west, region);
  const at = (region: string) => createTestApi({ ...shared, newId, about: { ...about, region } });
  const take = (region: string, epoch: number) => at(region).call("POST /api/v1/takeover", { body: { region, epoch, reason: "x" } });
  expect(await take("us-west-2", 7)).toMatchObject({ status: 409, body: { code: "execution.stale_epoch" } });
  const both = await Promise.all([take("us-west-2", 1), take("ap-south-1", 1)]);
  expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
  const [winner, loser] = both[0]?.status === 200 ? ["us-west-2", "ap-south-1"] : ["ap-south-1", "us-west-2"];
  expect(await take(winner, 1)).toMatchObject({ status: 200, body: { epoch: 1 } });
  expect(await take(loser, 2)).toMatchObject({ status: 200, body: { epoch: 2, region: loser } });
  expect((await take(winner, 1)).body).toMatchObject({ code: "execution.stale_epoch" });
  expect(await take(winner, 3)).toMatchObject({ status: 200, body: { epoch: 3, region: winner } });
  const history = (await west.log.read("LEAD#platform")).flatMap(({ events }) => events.map(({ data }) => [data["epoch"], data["region"]]));
  expect(history).toEqual([
    [1, winner],
    [2, loser],
    [3, winner],
  ]);
});
