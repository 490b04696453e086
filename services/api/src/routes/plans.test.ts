import { describe, expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { twoWaves } from "../../test/plans.ts";

const yamlPlan = `
enterpriseRecoveryPlan:
  planId: from-yaml
  name: From YAML
  waves:
    - waveNumber: 1
      technology: database
      operation: failover
      resources:
        clusters: [c1]
`;

describe("POST /plans", () => {
  test("saves a plan and answers with its version, hash and point of no return", async () => {
    const { call, planCatalog } = createTestApi();
    const saved = await call("POST /api/v1/plans", { role: "DRPlanManager", body: twoWaves });
    expect(saved).toMatchObject({ status: 201, headers: { location: "/api/v1/plans/two-waves", etag: '"1"' } });
    expect(saved.body).toEqual({
      planId: "two-waves",
      name: "Two waves",
      version: 1,
      planHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      waveCount: 2,
      taskCount: 2,
      pointOfNoReturn: null,
      createdAt: "2026-11-23T04:00:00.000Z",
      unresolved: [],
      warnings: [],
    });
    expect(await planCatalog.get("two-waves")).toMatchObject({ PlanId: "two-waves", Version: 1, Deleted: false, version: 2 });
  });

  test.each(["application/yaml", "text/yaml", "application/x-yaml; charset=utf-8"])("takes YAML as %s", async (contentType) => {
    const { call } = createTestApi();
    expect(await call("POST /api/v1/plans", { body: yamlPlan, contentType })).toMatchObject({ status: 201, body: { planId: "from-yaml" } });
  });

  test.each(["application/json; charset=iso-8859-1", 'application/yaml;charset="UTF-16"'])(
    "refuses %s before it reads",
    async (contentType) => {
      const { call } = createTestApi();
      const refused = await call("POST /api/v1/plans", { body: yamlPlan, contentType });
      expect(refused).toMatchObject({ status: 415, body: { code: "http.unsupported_media_type" } });
      expect(refused.headers["accept"]).toBe(`${contentType.split(";")[0]}; charset=utf-8`);
    },
  );

  test("the same content again is no new version, other content is a conflict", async () => {
    const { call, log } = createTestApi();
    await call("POST /api/v1/plans", { body: twoWaves });
    expect(await call("POST /api/v1/plans", { body: twoWaves })).toMatchObject({ status: 200, body: { version: 1 } });
    const other = await call("POST /api/v1/plans", { body: { ...twoWaves, name: "Other" } });
    expect(other).toMatchObject({ status: 409, body: { code: "plan.already_exists" } });
    expect(await log.read("PLAN#two-waves")).toHaveLength(1);
  });

  test("every problem of a bad plan at once, each with path, line and column", async () => {
    const { call, log } = createTestApi();
    const body = `planId: bad
waves:
  - waveNumber: 1
    dependencies: [2]
    technologies:
      - {type: mainframe, resources: {}}
  - waveNumber: 2
    dependencies: [1]
    pauseAfterWave: often
    technologies:
      - {type: drs, operation: explode, resources: {}}
`;
    const answer = await call("POST /api/v1/plans", { body, contentType: "application/yaml" });
    expect(answer).toMatchObject({
      status: 422,
      headers: { "content-type": "application/problem+json" },
      body: { type: "urn:dr-orchestration:problem:plan.invalid", code: "plan.invalid", instance: "/api/v1/plans" },
    });
    expect(
      answer.body.errors.map((error: Record<string, unknown>) => [error["code"], error["path"], error["line"], error["column"]]),
    ).toEqual([
      ["plan.missing_field", "name", 1, 1],
      ["plan.unknown_technology", "waves[0].technologies[0].type", 6, 16],
      ["plan.cycle", "waves[1].dependencies[0]", 8, 20],
      ["plan.wrong_type", "waves[1].pauseAfterWave", 9, 21],
      ["plan.unknown_operation", "waves[1].technologies[0].operation", 11, 32],
    ]);
    expect(answer.body.errors[1].expected).toBe("one of database, drs, infrastructure");
    expect(await log.read("PLAN#bad")).toEqual([]);
  });

  test.each([
    ["application/json", '{"planId": "p",\n "waves": [}', { code: "plan.malformed_json", line: 2, column: 12 }],
    ["application/yaml", "planId: p\nwaves: [1\nname: x", { code: "plan.malformed_yaml", line: 3, column: 1 }],
    ["application/yaml", "planId: p\nplanId: q", { code: "plan.duplicate_key", line: 2, column: 1 }],
  ])("malformed %s is a 400 with its place", async (contentType, body, error) => {
    const { call } = createTestApi();
    const answer = await call("POST /api/v1/plans", { body, contentType });
    expect(answer).toMatchObject({ status: 400, body: { code: "plan.malformed", errors: [error] } });
  });

  test("an adapter that was deployed a moment ago is found although the registry is cached", async () => {
    const { call, clock, registry } = createTestApi();
    const late = registry.parameters.pop();
    await call("POST /api/v1/plans", { body: yamlPlan, contentType: "application/yaml" });
    const dns = {
      ...twoWaves,
      planId: "dns",
      waves: [{ waveNumber: 1, technology: "infrastructure", operation: "dns_update", resources: { route53Records: [{}] } }],
    };
    expect(await call("POST /api/v1/plans", { body: dns })).toMatchObject({ status: 422 });
    if (late) registry.parameters.push(late);
    clock.advance(2_000);
    expect(await call("POST /api/v1/plans", { body: dns })).toMatchObject({ status: 201 });
  });
});

describe("GET /plans", () => {
  test("lists plans page by page, without the deleted ones", async () => {
    const { call } = createTestApi();
    for (const planId of ["a", "b", "c", "d"]) await call("POST /api/v1/plans", { body: { ...twoWaves, planId } });
    await call("DELETE /api/v1/plans/b");
    const seen: string[] = [];
    let query = "?limit=2";
    for (let page = 0; page < 9 && query !== ""; page += 1) {
      const { status, body } = await call(`GET /api/v1/plans${query}`, { role: "DRReadOnly" });
      expect(status).toBe(200);
      seen.push(...body.plans.map((plan: { planId: string }) => plan.planId));
      query = body.nextCursor === undefined ? "" : `?limit=2&cursor=${body.nextCursor}`;
    }
    expect(seen.toSorted()).toEqual(["a", "c", "d"]);
  });

  test.each([
    ["?limit=0", "request.invalid"],
    ["?limit=101", "request.invalid"],
    ["?staus=x", "request.invalid"],
    ["?cursor=nonsense", "history.invalid_cursor"],
  ])("%s is refused", async (query, code) => {
    expect(await createTestApi().call(`GET /api/v1/plans${query}`)).toMatchObject({ status: 400, body: { code } });
  });
});

describe("GET /plans/{planId}", () => {
  test("gives the whole plan, and PUT takes it back as it is", async () => {
    const { call } = createTestApi();
    const { body: saved } = await call("POST /api/v1/plans", { body: twoWaves });
    const { status, headers, body } = await call("GET /api/v1/plans/two-waves", { role: "DRReadOnly" });
    expect([status, headers["etag"], body.version, body.planHash]).toEqual([200, '"1"', 1, saved.planHash]);
    expect(body.waves[1]).toMatchObject({
      waveNumber: 2,
      dependencies: [1],
      pauseBeforeWave: true,
      approval: { minApprovals: 1, approverRoles: ["DRRecoveryManager"], onDecline: "cancel" },
      technologies: [{ id: "w2-drs", type: "drs", operation: "recovery", reversibility: "compensable" }],
    });
    expect(await call("PUT /api/v1/plans/two-waves", { body })).toMatchObject({
      status: 200,
      body: { version: 1, planHash: saved.planHash, warnings: [] },
    });
  });

  test("an unknown plan and a deleted one are 404", async () => {
    const { call } = createTestApi();
    expect(await call("GET /api/v1/plans/none")).toMatchObject({ status: 404, body: { code: "plan.not_found" } });
    await call("POST /api/v1/plans", { body: twoWaves });
    await call("DELETE /api/v1/plans/two-waves");
    expect(await call("GET /api/v1/plans/two-waves")).toMatchObject({ status: 404, body: { code: "plan.not_found" } });
  });
});

describe("PUT /plans/{planId}", () => {
  const changed = { ...twoWaves, name: "Changed" };

  test("saves the next version; the id may be left out", async () => {
    const { call } = createTestApi();
    await call("POST /api/v1/plans", { body: twoWaves });
    const { planId: _, ...body } = changed;
    expect(await call("PUT /api/v1/plans/two-waves", { body, headers: { "if-match": '"1"' } })).toMatchObject({
      status: 200,
      body: { version: 2, name: "Changed" },
    });
  });

  test("a version that is not the current one is a conflict, by either way of saying it", async () => {
    const { call } = createTestApi();
    await call("POST /api/v1/plans", { body: twoWaves });
    const problem = { status: 412, body: { code: "plan.version_conflict", details: { currentVersion: 1, expectedVersion: 7 } } };
    expect(await call("PUT /api/v1/plans/two-waves?expectedVersion=7", { body: changed })).toMatchObject(problem);
    expect(await call("PUT /api/v1/plans/two-waves", { body: changed, headers: { "if-match": '"7"' } })).toMatchObject(problem);
    expect(await call("PUT /api/v1/plans/two-waves", { body: changed, headers: { "if-match": "seven" } })).toMatchObject({ status: 400 });
  });

  test("another id in the body, an unknown plan", async () => {
    const { call } = createTestApi();
    await call("POST /api/v1/plans", { body: twoWaves });
    expect(await call("PUT /api/v1/plans/two-waves", { body: { ...changed, planId: "x" } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "planId", code: "plan.id_mismatch", expected: "two-waves" }] },
    });
    expect(await call("PUT /api/v1/plans/none", { body: changed })).toMatchObject({ status: 404 });
  });
});

describe("DELETE /plans/{planId}", () => {
  test("deletes once, and a repeat is no error", async () => {
    const { call, log } = createTestApi();
    await call("POST /api/v1/plans", { body: twoWaves });
    expect(await call("DELETE /api/v1/plans/two-waves", { headers: { "if-match": '"2"' } })).toMatchObject({ status: 412 });
    expect(await call("DELETE /api/v1/plans/two-waves")).toMatchObject({ status: 204, body: undefined });
    expect(await call("DELETE /api/v1/plans/two-waves")).toMatchObject({ status: 204 });
    expect(await call("DELETE /api/v1/plans/none")).toMatchObject({ status: 404 });
    expect(await log.read("PLAN#two-waves")).toHaveLength(2);
  });
});
