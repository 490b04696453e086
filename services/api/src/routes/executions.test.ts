import { holdersOf } from "@dr/event-log/testing";
import { describe, expect, test } from "vitest";
import { createTestApi, principalOf } from "../../test/api.ts";
import { planAndRun, startTwoWaves, twoWaves } from "../../test/plans.ts";

const start = { planId: twoWaves.planId, executionType: "recovery" };

describe("POST /executions", () => {
  test("answers with the execution and where to look", async () => {
    const api = createTestApi();
    await api.call("POST /api/v1/plans", { body: twoWaves });
    const body = { ...start, mode: "unplanned", tags: { Environment: "production" }, triggerSource: "cli" };
    const answer = await api.call("POST /api/v1/executions", { role: "DROperator", body });
    const { executionId } = answer.body;
    expect(answer).toMatchObject({
      status: 202,
      headers: { location: `/api/v1/executions/${executionId}` },
      body: { planId: "two-waves", planVersion: 1, status: "planning", statusUrl: `/api/v1/executions/${executionId}/status` },
    });
    const [commit] = await api.log.read(`EXEC#${executionId}`);
    expect(commit?.actor).toBe(principalOf("DROperator"));
    expect(commit?.events[0]?.data).toMatchObject({
      executionId,
      planId: "two-waves",
      planName: "Two waves",
      executionType: "recovery",
      mode: "unplanned",
      tags: { owner: "team-a", Environment: "production" },
      triggerSource: "cli",
      rtoSeconds: 900,
      force: false,
    });
    expect(await api.history.get(executionId)).toMatchObject({ Status: "planning", version: 1 });
  });

  test("mode is planned unless somebody says that the primary side is dead", async () => {
    const api = createTestApi();
    const executionId = await startTwoWaves(api);
    expect((await api.call(`GET /api/v1/executions/${executionId}`)).body.mode).toBe("planned");
  });

  test.each([
    ["an unknown plan", { ...start, planId: "none" }, 404, "plan.not_found"],
    ["no type", { planId: "p" }, 400, "request.invalid"],
    ["an unknown field", { ...start, exectionType: "drill" }, 400, "request.invalid"],
    ["a type that there is not", { ...start, executionType: "exercise" }, 400, "request.invalid"],
    ["a tag that is a book", { ...start, tags: { long: "v".repeat(1025) } }, 400, "request.invalid"],
    ["no body", undefined, 400, "request.invalid"],
    ["a list", [], 400, "request.invalid"],
    ["text that is no JSON", "{", 400, "http.malformed_json"],
  ])("%s", async (_, body, status, code) => {
    const api = createTestApi();
    await api.call("POST /api/v1/plans", { body: twoWaves });
    expect(await api.call("POST /api/v1/executions", { body })).toMatchObject({ status, body: { code } });
  });

  test("a plan manager may start both, a reader neither", async () => {
    const api = createTestApi();
    await api.call("POST /api/v1/plans", { body: twoWaves });
    const as = (role: string, executionType: string) =>
      api.call("POST /api/v1/executions", { role, body: { ...start, executionType, force: true } });
    for (const executionType of ["recovery", "drill"]) {
      expect(await as("DRSReadOnly", executionType)).toMatchObject({ status: 403, body: { code: "auth.forbidden" } });
      expect(await as("DRSPlanManager", executionType)).toMatchObject({ status: 202 });
    }
  });
});

describe("what may run beside what", () => {
  test("a plan that is running is a 409 that names the execution; force starts another one", async () => {
    const api = createTestApi();
    const first = await startTwoWaves(api);
    const refused = await api.call("POST /api/v1/executions", { body: start });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "execution.plan_already_active", details: { executionId: first, status: "planning" } },
    });
    expect(await api.call("POST /api/v1/executions", { body: { ...start, force: true } })).toMatchObject({ status: 202 });
  });

  test("the same plan twice is told as such, also once the first execution has taken its resources", async () => {
    const api = createTestApi();
    const first = await startTwoWaves(api);
    await api.leases.take(["RES#drs-source-server:123456789012:eu-central-1:s-1", "RES#rds-cluster:123456789012:eu-central-1:c1"], first, {
      takenAt: api.clock.nowIso(),
    });
    expect(await api.call("POST /api/v1/executions", { body: start })).toMatchObject({
      status: 409,
      body: { code: "execution.plan_already_active", details: { executionId: first, status: "planning" } },
    });
  });

  test("a resource in another active execution is a 409 that names it, forced or not", async () => {
    const api = createTestApi();
    const first = await startTwoWaves(api);
    await api.leases.take(["RES#drs-source-server:123456789012:eu-central-1:s-1", "RES#rds-cluster:123456789012:eu-central-1:c1"], first, {
      takenAt: api.clock.nowIso(),
    });
    await api.call("POST /api/v1/plans", { body: { ...twoWaves, planId: "other" } });
    const refused = await api.call("POST /api/v1/executions", { body: { ...start, planId: "other", force: true } });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: "execution.resource_conflict",
        details: {
          conflicts: expect.arrayContaining([
            {
              text: "drs-source-server s-1 in 123456789012, eu-central-1",
              kind: "drs-source-server",
              resource: "s-1",
              reference: "drs-source-server:123456789012:eu-central-1:s-1",
              executionId: first,
              status: "planning",
              since: "2026-11-23T04:00:00.000Z",
              until: null,
            },
            expect.objectContaining({ kind: "rds-cluster", resource: "c1", executionId: first }),
          ]),
        },
      },
    });
    expect(await holdersOf(api.leases, ["PLAN#other"])).toEqual(new Map());
  });

  describe("a drill in the way of a recovery", () => {
    const other = { ...twoWaves, planId: "other" };
    const cluster = "RES#rds-cluster:123456789012:eu-central-1:c1";
    const drilled = async (api: ReturnType<typeof createTestApi>, plan: object = other) => {
      const drill = await startTwoWaves(api, { executionType: "drill" });
      await api.leases.take([cluster], drill, { takenAt: api.clock.nowIso() });
      await api.call("POST /api/v1/plans", { body: plan });
      return drill;
    };

    test("lets it be requested; a second recovery hears of the first", async () => {
      const api = createTestApi();
      const drill = await drilled(api);
      expect(await api.call("POST /api/v1/executions", { body: { ...start, planId: "other" } })).toMatchObject({ status: 202 });
      const first = await api.call("POST /api/v1/executions", { body: start });
      expect(first.status).toBe(202);
      expect(await holdersOf(api.leases, ["PLAN#two-waves", "NEXT#PLAN#two-waves"])).toEqual(
        new Map([
          ["PLAN#two-waves", drill],
          ["NEXT#PLAN#two-waves", first.body.executionId],
        ]),
      );
      const refusal = { status: 409, body: { code: "execution.plan_already_active", details: { executionId: first.body.executionId } } };
      expect(await api.call("POST /api/v1/executions", { body: start })).toMatchObject(refusal);
      await api.leases.release(drill);
      expect(await api.call("POST /api/v1/executions", { body: start })).toMatchObject(refusal);
      expect(await api.call("POST /api/v1/executions", { body: { ...start, executionType: "drill" } })).toMatchObject(refusal);
    });

    test.each([
      ["unless the plan says no", { ...other, preemptDrills: false }, "recovery"],
      ["not of another drill", other, "drill"],
    ])("%s", async (_, plan, executionType) => {
      const api = createTestApi();
      const drill = await drilled(api, plan);
      expect(await api.call("POST /api/v1/executions", { body: { planId: "other", executionType } })).toMatchObject({
        status: 409,
        body: { code: "execution.resource_conflict", details: { conflicts: [{ resource: "c1", executionId: drill }] } },
      });
    });
  });

  test("locks of an execution that is over are taken over", async () => {
    const api = createTestApi();
    const first = await startTwoWaves(api);
    await api.call(`PUT /api/v1/executions/${first}/cancel`);
    expect((await api.call(`GET /api/v1/executions/${first}`)).body.status).toBe("cancelled");
    const second = await api.call("POST /api/v1/executions", { body: start });
    expect(second.status).toBe(202);
    expect(await holdersOf(api.leases, ["PLAN#two-waves"])).toEqual(new Map([["PLAN#two-waves", second.body.executionId]]));
  });

  test("a lock without an execution counts for five minutes", async () => {
    const api = createTestApi();
    await api.call("POST /api/v1/plans", { body: twoWaves });
    await api.leases.take(["PLAN#two-waves"], "exec-of-a-crash", { takenAt: api.clock.nowIso() });
    expect(await api.call("POST /api/v1/executions", { body: start })).toMatchObject({ status: 409 });
    api.clock.advance(300_001);
    expect(await api.call("POST /api/v1/executions", { body: start })).toMatchObject({ status: 202 });
  });
});

describe("GET /executions", () => {
  test("lists newest first, by status, page by page", async () => {
    const api = createTestApi();
    const ids: string[] = [];
    for (const planId of ["a", "b", "c"]) {
      await api.call("POST /api/v1/plans", { body: { ...twoWaves, planId } });
      api.clock.advance(1000);
      ids.push((await api.call("POST /api/v1/executions", { body: { ...start, planId } })).body.executionId);
    }
    await api.call(`PUT /api/v1/executions/${ids[1]}/cancel`);
    const idsOf = async (query: string) => {
      const { status, body } = await api.call(`GET /api/v1/executions${query}`, { role: "DRReadOnly" });
      expect(status).toBe(200);
      return { found: body.executions.map((item: { executionId: string }) => item.executionId), nextCursor: body.nextCursor };
    };
    const first = await idsOf("?limit=2");
    expect(first.found).toEqual([ids[2], ids[1]]);
    expect((await idsOf(`?limit=2&cursor=${first.nextCursor}`)).found).toEqual([ids[0]]);
    expect((await idsOf("?status=cancelled")).found).toEqual([ids[1]]);
    expect((await idsOf("?status=completed")).found).toEqual([]);
  });

  test("a status that there is not", async () => {
    expect(await createTestApi().call("GET /api/v1/executions?status=done")).toMatchObject({
      status: 400,
      body: { errors: [{ path: "status" }] },
    });
  });
});

describe("GET /executions/{executionId} and its status", () => {
  test("show the execution in the shape of the requirements, with the version read", async () => {
    const api = createTestApi();
    const executionId = await startTwoWaves(api);
    await planAndRun(api, executionId);
    const { body } = await api.call(`GET /api/v1/executions/${executionId}`, { role: "DRReadOnly" });
    expect(body).toMatchObject({
      executionId,
      planId: "two-waves",
      status: "in_progress",
      currentWave: 1,
      version: 5,
      waves: [
        { waveNumber: 1, name: "Database", status: "in_progress", technologies: [{ type: "database", resources: ["c1"] }] },
        { waveNumber: 2, name: "Servers", status: "pending", technologies: [{ type: "drs", status: "pending" }] },
      ],
    });
    const status = await api.call(`GET /api/v1/executions/${executionId}/status`, { role: "DRReadOnly" });
    expect(status).toMatchObject({ status: 200, body: { executionId, status: "in_progress", currentWave: 1, waveCount: 2, version: 5 } });
  });

  test("a running task shows how far it is; without that table the execution is shown all the same", async () => {
    const progress = { percent: 40, message: "promoting the replica", heardAt: "2026-11-23T04:00:00.000Z" };
    const asked: string[][] = [];
    let down = false;
    const api = createTestApi({
      readProgress: (ids) => {
        asked.push([...ids]);
        return down ? Promise.reject(new Error("throttled")) : Promise.resolve(new Map(ids.map((id) => [id, progress])));
      },
    });
    const executionId = await startTwoWaves(api);
    const { waves } = await planAndRun(api, executionId);
    const firstTask = async () => (await api.call(`GET /api/v1/executions/${executionId}`)).body.waves[0].technologies[0];
    expect((await firstTask()).progress).toEqual(progress);
    expect(asked).toEqual([[waves[0]?.tasks[0]?.operationId]]);
    down = true;
    expect(await firstTask()).toMatchObject({ status: "requested" });
    expect(await firstTask()).not.toHaveProperty("progress");
  });

  test.each(["", "/status", "/events", "/export"])("an unknown execution%s is 404", async (path) => {
    expect(await createTestApi().call(`GET /api/v1/executions/exec-none${path}`)).toMatchObject({
      status: 404,
      body: { code: "execution.not_found" },
    });
  });
});
