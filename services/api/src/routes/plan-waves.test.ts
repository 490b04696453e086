import { describe, expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { twoWaves } from "../../test/plans.ts";

const third = {
  waveNumber: 3,
  name: "DNS",
  dependencies: [2],
  technologies: [{ type: "database", operation: "failover", resources: { clusters: ["c3"] } }],
};

async function withPlan() {
  const api = createTestApi();
  await api.call("POST /api/v1/plans", { body: twoWaves });
  return api;
}

describe("GET /plans/{planId}/waves", () => {
  test("gives the waves of the current version", async () => {
    const { call } = await withPlan();
    const { status, body } = await call("GET /api/v1/plans/two-waves/waves", { role: "DRReadOnly" });
    expect([status, body.planId, body.version]).toEqual([200, "two-waves", 1]);
    expect(body.waves.map((wave: { waveNumber: number; name: string }) => [wave.waveNumber, wave.name])).toEqual([
      [1, "Database"],
      [2, "Servers"],
    ]);
  });
});

describe("POST /plans/{planId}/waves", () => {
  test.each([
    ["one wave", third],
    ["a list", [third]],
    ["an object with waves", { waves: [third] }],
  ])("adds %s as a new version", async (_, body) => {
    const { call } = await withPlan();
    expect(await call("POST /api/v1/plans/two-waves/waves", { body })).toMatchObject({
      status: 201,
      body: { version: 2, waveCount: 3, taskCount: 3 },
    });
    const { body: waves } = await call("GET /api/v1/plans/two-waves/waves");
    expect(waves.waves[2]).toMatchObject({ waveNumber: 3, name: "DNS", dependencies: [2] });
  });

  test("problems count in what was sent", async () => {
    const { call } = await withPlan();
    const body = "- waveNumber: 2\n  technology: mainframe\n  resources: {}\n";
    const answer = await call("POST /api/v1/plans/two-waves/waves", { body, contentType: "text/yaml" });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        errors: [
          { path: "waves[0].waveNumber", line: 1, column: 15, code: "plan.duplicate_wave" },
          { path: "waves[0].technology", line: 2, column: 15, code: "plan.unknown_technology" },
        ],
      },
    });
  });

  test("an unknown plan, and a version that is not the current one", async () => {
    const { call } = await withPlan();
    expect(await call("POST /api/v1/plans/none/waves", { body: third })).toMatchObject({ status: 404 });
    expect(await call("POST /api/v1/plans/two-waves/waves?expectedVersion=9", { body: third })).toMatchObject({ status: 412 });
  });
});

describe("versions", () => {
  test("are listed newest first and stay readable after a deletion", async () => {
    const { call, clock } = await withPlan();
    clock.advance(1000);
    await call("PUT /api/v1/plans/two-waves?expectedVersion=1", { body: { ...twoWaves, name: "Second" } });
    await call("DELETE /api/v1/plans/two-waves");
    const { body } = await call("GET /api/v1/plans/two-waves/versions", { role: "DRReadOnly" });
    expect([body.currentVersion, body.deleted, body.deletedAt]).toEqual([2, true, "2026-11-23T04:00:01.000Z"]);
    expect(body.versions.map((version: Record<string, unknown>) => [version["version"], version["name"], version["createdAt"]])).toEqual([
      [2, "Second", "2026-11-23T04:00:01.000Z"],
      [1, "Two waves", "2026-11-23T04:00:00.000Z"],
    ]);
    expect(await call("GET /api/v1/plans/two-waves/versions/1")).toMatchObject({ status: 200, body: { name: "Two waves", version: 1 } });
  });

  test("one that never was", async () => {
    const { call } = await withPlan();
    expect(await call("GET /api/v1/plans/two-waves/versions/3")).toMatchObject({ status: 404, body: { code: "plan_version.not_found" } });
    expect(await call("GET /api/v1/plans/two-waves/versions/x")).toMatchObject({ status: 400, body: { code: "request.invalid" } });
    expect(await call("GET /api/v1/plans/none/versions")).toMatchObject({ status: 404 });
  });
});
