import { describe, expect, test } from "vitest";
import { createMemoryEventLog } from "@dr/event-log";
import { createTestApi, type TestApi } from "../../test/api.ts";
import { twoWaves } from "../../test/plans.ts";
import { parseIdentitySettings } from "../identity/settings.ts";

const headers = { "idempotency-key": "key-1" };
const body = { planId: "two-waves", executionType: "drill", force: true };

async function withPlan(overrides: Parameters<typeof createTestApi>[0] = {}): Promise<TestApi> {
  const api = createTestApi(overrides);
  await api.call("POST /api/v1/plans", { body: twoWaves });
  return api;
}
const start = (api: TestApi, more: object = {}) => api.call("POST /api/v1/executions", { headers, body, ...more });
const startedIn = async (api: TestApi): Promise<string[]> =>
  (await api.history.listAll({ limit: 100 })).items.map((item) => item.ExecutionId);

describe("the same key", () => {
  test("with the same body gives the stored answer and starts one execution", async () => {
    const api = await withPlan();
    const [first, second] = [await start(api), await start(api)];
    expect([second.status, second.body, second.headers["location"]]).toEqual([202, first.body, first.headers["location"]]);
    expect([first.headers["idempotent-replayed"], second.headers["idempotent-replayed"]]).toEqual([undefined, "true"]);
    expect(await startedIn(api)).toEqual([first.body.executionId]);
  });

  test("with another body is refused", async () => {
    const api = await withPlan();
    const { headers: first } = await start(api);
    expect(await start(api, { body: { ...body, executionType: "recovery" } })).toMatchObject({
      status: 422,
      body: { code: "idempotency.key_reused", hint: expect.stringContaining("a key of its own"), details: { location: first["location"] } },
    });
  });

  test("with another query or content type is refused, too", async () => {
    const { call } = createTestApi();
    const yaml = JSON.stringify(twoWaves);
    await call("POST /plans", { headers, body: yaml });
    expect(await call("POST /plans", { headers, body: yaml, contentType: "application/yaml" })).toMatchObject({
      status: 422,
      body: { code: "idempotency.key_reused" },
    });
    await call("PUT /plans/two-waves?expectedVersion=1", { headers, body: { ...twoWaves, name: "Next" } });
    expect(await call("PUT /plans/two-waves?expectedVersion=2", { headers, body: { ...twoWaves, name: "Next" } })).toMatchObject({
      status: 422,
    });
  });

  test("of a change gives its answer again, although a second try would be refused", async () => {
    const api = await withPlan();
    const change = () => api.call("PUT /plans/two-waves?expectedVersion=1", { headers, body: { ...twoWaves, name: "Next" } });
    expect([(await change()).body.version, (await change()).body.version]).toEqual([2, 2]);
  });

  test("of another caller, or for another route, is another key", async () => {
    const api = await withPlan();
    const first = await start(api);
    const second = await start(api, { session: "somebody-else" });
    expect(second.body.executionId).not.toBe(first.body.executionId);
    expect(await api.call("POST /api/v1/plans", { headers, body: { ...twoWaves, planId: "p2" } })).toMatchObject({ status: 201 });
  });

  test("in another session of a role whose sessions name nobody is the same: a program tries again under a name that it did not choose", async () => {
    const { call } = createTestApi({ identity: parseIdentitySettings({ AUTH_MODE: "role_based", DR_ACCOUNT_ID: "123456789012" }) });
    const save = (session: string, role = "DRSPlanManager") => call("POST /plans", { headers, body: twoWaves, session, role });
    const [first, second] = [await save("eSQJnRzmJwJp"), await save("TbBNvUkVpGkz")];
    expect([second.status, second.headers["idempotent-replayed"], second.body]).toEqual([201, "true", first.body]);
    expect((await save("eSQJnRzmJwJp", "DRSRecoveryManager")).headers["idempotent-replayed"]).toBeUndefined();
  });

  test("without a key every request is its own", async () => {
    const api = await withPlan();
    await start(api, { headers: {} });
    await start(api, { headers: {} });
    expect(await startedIn(api)).toHaveLength(2);
  });

  test.each(["", "a b", "x".repeat(256), "ü"])("that is no key (%j) is refused", async (key) => {
    const api = await withPlan();
    expect(await start(api, { headers: { "idempotency-key": key } })).toMatchObject({
      status: 400,
      body: { code: "idempotency.invalid_key" },
    });
  });

  test("of a request that was refused is free again", async () => {
    const api = await withPlan();
    expect(await start(api, { body: { ...body, planId: "later" } })).toMatchObject({ status: 404 });
    await api.call("POST /api/v1/plans", { body: { ...twoWaves, planId: "later" } });
    expect(await start(api, { body: { ...body, planId: "later" } })).toMatchObject({ status: 202 });
  });
});

describe("a first request that goes on or died", () => {
  test("while it goes on, the second is told so", async () => {
    const api = await withPlan();
    const both = await Promise.all([start(api), start(api)]);
    expect(both.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([202, 409]);
    expect(both.find((answer) => answer.status === 409)?.body.code).toBe("idempotency.in_progress");
    expect(await startedIn(api)).toHaveLength(1);
  });

  test("whose answer was lost after the append started one execution, which the repeat finds", async () => {
    const log = createMemoryEventLog();
    const streams = new Set<string>();
    let lose = true;
    const append: typeof log.append = async (request) => {
      const result = await log.append(request);
      streams.add(request.streamId);
      if (lose && request.streamId.startsWith("EXEC#")) throw new Error("connection reset");
      return result;
    };
    const api = await withPlan({ log: { ...log, append } });
    expect(await start(api)).toMatchObject({ status: 500 });
    lose = false;
    const repeated = await start(api);
    expect(repeated).toMatchObject({ status: 202, body: { status: "planning" } });
    expect([...streams]).toEqual(["PLAN#two-waves", `EXEC#${repeated.body.executionId}`]);
    expect((await start(api)).body).toEqual(repeated.body);
  });

  test("that died without a trace is taken over when its lock has run out, under the same name", async () => {
    const api = await withPlan();
    const first = await start(api);
    const [record] = api.records.all();
    if (!record) throw new Error("no record");
    const { answer: _, ...unfinished } = record;
    const died = createTestApi({ log: api.log, leases: api.leases, history: api.history });
    await died.idempotencyRecords.create({ ...unfinished, lockedUntilMs: died.clock.nowMs() + 35_000 });
    expect(await start(died)).toMatchObject({ status: 409, body: { code: "idempotency.in_progress" } });
    died.clock.advance(35_001);
    expect(await start(died)).toMatchObject({ status: 202, body: { executionId: first.body.executionId } });
    expect(await startedIn(api)).toHaveLength(1);
  });
});
