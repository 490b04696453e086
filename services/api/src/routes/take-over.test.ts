import { expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { planAndRun, startTwoWaves, twoWaves } from "../../test/plans.ts";

const about = { account: "123456789012", region: "us-west-2", stage: "test", estate: "simulated" as const, epoch: 1 };
const body = { epoch: 1, region: "us-west-2", reason: "eu-central-1 is gone" };

async function twoOpenOneEnded() {
  const api = createTestApi({ about });
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
  const api = createTestApi({ about });
  const executionId = await startTwoWaves(api);
  // Same log and leases, and a projection that lost its messages.
  const other = createTestApi({ about, log: api.log, leases: api.leases });
  const answer = await other.call("POST /api/v1/takeover", { body });
  expect(answer.body).toMatchObject({ takenOver: 1, results: [{ executionId, outcome: "taken_over" }] });
});

test("a lease without an open execution is no execution", async () => {
  const { call, leases } = createTestApi({ about });
  await leases.take(["PLAN#gone"], "exec-never-begun", { takenAt: body.reason });
  expect((await call("POST /api/v1/takeover", { body })).body).toMatchObject({ complete: true, takenOver: 0, results: [] });
});

test("what runs out of time says that it is not complete", async () => {
  const { call } = await twoOpenOneEnded();
  const answer = await call("POST /api/v1/takeover", { body, remainingMs: 4_000 });
  expect(answer).toMatchObject({ status: 206, body: { complete: false, takenOver: 0, results: [] } });
});

const byDefault = { reason: "x" };

test.each([
  ["no reason", { epoch: 1 }, "DRRecoveryManager", 400],
  ["no epoch", { ...body, epoch: 0 }, "DRRecoveryManager", 400],
  ["the default epoch of a Region that was deployed with 0", byDefault, "DRRecoveryManager", 400],
  ["the largest epoch there is", { ...body, epoch: Number.MAX_SAFE_INTEGER }, "DRRecoveryManager", 400],
  ["a Region that does not exist", { ...body, region: "eu-nowhere-9" }, "DRRecoveryManager", 400],
  ["an operator", body, "DROperator", 403],
])("%s", async (_, sent, role, status) => {
  expect(
    (await createTestApi({ about: { ...about, epoch: sent === byDefault ? 0 : 1 } }).call("POST /api/v1/takeover", { role, body: sent }))
      .status,
  ).toBe(status);
});

test("only the next epoch is taken, by one of two who want it; a wrong take-over is taken back by the one after it", async () => {
  const west = createTestApi({ about });
  const shared = { log: west.log, leases: west.leases, history: west.history };
  let ids = 0;
  const newId = () => `other-${(ids += 1)}`;
  const at = (region: string, epoch: number) => createTestApi({ ...shared, newId, about: { ...about, region, epoch } });
  const take = (region: string, epoch: number) => at(region, epoch).call("POST /api/v1/takeover", { body: { region, epoch, reason: "x" } });
  expect(await take("us-west-2", 7)).toMatchObject({ status: 409, body: { code: "execution.stale_epoch" } });
  const both = await Promise.all([take("us-west-2", 1), take("eu-central-1", 1)]);
  expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
  const winner = both[0]?.status === 200 ? "us-west-2" : "eu-central-1";
  expect(await take(winner, 1)).toMatchObject({ status: 200, body: { epoch: 1 } });
  expect(await take("ap-south-1", 2)).toMatchObject({ status: 200, body: { epoch: 2, region: "ap-south-1" } });
  expect((await take(winner, 1)).body).toMatchObject({ code: "execution.stale_epoch" });
  expect(await take(winner, 3)).toMatchObject({ status: 200, body: { epoch: 3, region: winner } });
  const history = (await west.log.read("LEAD#platform")).flatMap(({ events }) => events.map(({ data }) => [data["epoch"], data["region"]]));
  expect(history).toEqual([
    [1, winner],
    [2, "ap-south-1"],
    [3, winner],
  ]);
});
