import { describe, expect, test } from "vitest";
import { createTestApi, type TestApi } from "../../test/api.ts";
import { answerTask, planAndRun, startTwoWaves, twoWaves } from "../../test/plans.ts";

/** An API whose reads of the log are counted; `whenAsleep` happens while somebody waits. */
async function running() {
  const counts = { reads: 0, sleeps: 0 };
  let whenAsleep = async (): Promise<void> => undefined;
  const plain = createTestApi();
  const read: typeof plain.log.read = (...asked) => {
    counts.reads += 1;
    return plain.log.read(...asked);
  };
  const api: TestApi = createTestApi({
    log: { ...plain.log, read },
    sleep: async () => {
      counts.sleeps += 1;
      await whenAsleep();
    },
  });
  const executionId = await startTwoWaves(api);
  await planAndRun(api, executionId);
  const poll = async (headers: Readonly<Record<string, string>> = {}, more: object = {}) => {
    counts.reads = 0;
    counts.sleeps = 0;
    const answer = await api.call(`GET /executions/${executionId}/status`, { headers, ...more });
    return {
      status: answer.status,
      etag: answer.headers["etag"],
      applied: answer.headers["preference-applied"],
      body: answer.body,
      ...counts,
    };
  };
  return { api, executionId, poll, meanwhile: (deed: () => Promise<void>) => void (whenAsleep = deed) };
}

describe("a poll", () => {
  test("of what the client has costs one read, and says so", async () => {
    const { poll } = await running();
    const { etag = "", body } = await poll();
    expect([etag, body.version]).toEqual([`W/"${body.version}"`, expect.any(Number)]);
    expect(await poll({ "if-none-match": etag })).toMatchObject({ status: 304, etag, body: undefined, reads: 1, sleeps: 0 });
  });

  test("after something happened gets it", async () => {
    const { api, executionId, poll } = await running();
    const { etag = "" } = await poll();
    await api.call(`PUT /executions/${executionId}/pause`);
    expect(await poll({ "if-none-match": etag })).toMatchObject({
      status: 200,
      body: { pauseRequested: { reason: "pause by DRSOrchestrationAdmin" } },
    });
  });

  test("that waits is answered when something happens", async () => {
    const { api, executionId, poll, meanwhile } = await running();
    const { etag = "" } = await poll();
    meanwhile(() => answerTask(api, executionId, "w1-database", "completed"));
    expect(await poll({ "if-none-match": etag, prefer: "wait=20" })).toMatchObject({
      status: 200,
      applied: "wait=20",
      sleeps: 1,
      body: { status: "paused" },
    });
  });

  test("that waits in vain is answered in time, whatever it wished for", async () => {
    const { poll } = await running();
    const { etag = "" } = await poll();
    expect(await poll({ "if-none-match": etag, prefer: "respond-async, wait=9999" })).toMatchObject({
      status: 304,
      applied: "wait=25",
      sleeps: 25,
    });
    expect(await poll({ "if-none-match": etag, prefer: "wait=20" }, { remainingMs: 3_500 })).toMatchObject({ status: 304, sleeps: 0 });
  });
});

test.each(['"1"', 'W/"1"', '"7", "1"', "*"])("a plan that the client has by %s is not sent again", async (tag) => {
  const { call } = createTestApi();
  await call("POST /plans", { body: twoWaves });
  expect(await call("GET /plans/two-waves", { headers: { "if-none-match": tag } })).toMatchObject({
    status: 304,
    headers: { etag: '"1"' },
    body: undefined,
  });
  expect((await call("GET /plans/two-waves", { headers: { "if-none-match": '"2"' } })).status).toBe(200);
});

test("a start tells when to ask again, and waits where it is asked to", async () => {
  const api = createTestApi();
  await api.call("POST /plans", { body: twoWaves });
  const answer = await api.call("POST /executions", {
    headers: { prefer: "wait=2" },
    body: { planId: "two-waves", executionType: "drill" },
  });
  expect(answer).toMatchObject({
    status: 202,
    headers: { "retry-after": "2", "preference-applied": "wait=2" },
    body: { status: "planning" },
  });
});
