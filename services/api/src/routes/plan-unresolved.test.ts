// Given a plan that names what does not exist, then: saving it is refused, or with ?allowUnresolved=true it is saved and shown as unresolved.
import type { Inventory } from "@dr/discovery";
import { describe, expect, test } from "vitest";
import { createTestApi, type TestApi } from "../../test/api.ts";
import { twoWaves } from "../../test/plans.ts";
import { technologyEntries } from "../../test/technologies.ts";

interface Check {
  readonly resource: string;
  readonly severity: "block" | "warn";
  readonly code: string;
  readonly message: string;
}
const missing: Check = { resource: "c1", severity: "block", code: "database.cluster_not_found", message: "RDS has no cluster c1" };
const behind: Check = { resource: "c1", severity: "block", code: "database.lag_too_high", message: "it is 90 s behind" };
const unresolved = { taskId: "w1-database", resource: "c1", code: "database.cluster_not_found", message: "RDS has no cluster c1" };

/** An API whose database adapter answers with these checks, which may be changed; `providesNames` as on one machine. */
function createAsking(first: readonly Check[], providesNames = false) {
  let checks = first;
  const asked: unknown[] = [];
  const about = { account: "123456789012", region: "eu-central-1", regions: ["eu-central-1"], stage: "test", estate: "simulated" } as const;
  const api = createTestApi({
    about: { ...about, regions: [...about.regions], providesNames },
    askAdapter: async (...question) => {
      asked.push(question);
      return { ready: checks.length === 0, checks };
    },
  });
  api.registry.parameters = technologyEntries.map((entry, index) => ({
    name: String(index),
    value: JSON.stringify("technology" in entry && entry.technology === "database" ? { ...entry, queryFunction: "queries" } : entry),
  }));
  return { api, asked, answer: (next: readonly Check[]) => void (checks = next) };
}
const save = (api: TestApi, query = "") => api.call(`POST /api/v1/plans${query}`, { body: twoWaves });
const codes = (warnings: readonly { readonly code: string }[]) => warnings.map(({ code }) => code);

test("is refused, with the place, the adapter's own words and the way out", async () => {
  const { api } = createAsking([missing]);
  expect(await save(api)).toMatchObject({
    status: 422,
    body: {
      code: "plan.invalid",
      errors: [
        {
          path: "waves[0].technologies[0].resources",
          code: "plan.unresolved",
          message: "task w1-database, c1: RDS has no cluster c1 (database.cluster_not_found)",
          expected: "what exists, or ?allowUnresolved=true for an estate that does not exist yet",
        },
      ],
    },
  });
  expect((await api.call("GET /api/v1/plans")).body.plans).toEqual([]);
});

test("is saved with allowUnresolved, and shown as unresolved wherever it is shown, until it is saved again", async () => {
  const { api, answer } = createAsking([missing]);
  const saved = await save(api, "?allowUnresolved=true");
  expect([saved.status, saved.body.unresolved]).toEqual([201, [unresolved]]);
  expect(codes(saved.body.warnings)).toContain("plan.unresolved");
  const shown = (await api.call("GET /api/v1/plans/two-waves")).body;
  expect(shown.unresolved).toEqual([unresolved]);
  expect((await api.call("GET /api/v1/plans/two-waves/waves")).body.unresolved).toEqual([unresolved]);
  expect((await api.call("GET /api/v1/plans/two-waves/versions")).body.versions[0].unresolved).toEqual([unresolved]);
  expect((await api.call("GET /api/v1/plans")).body.plans).toMatchObject([{ planId: "two-waves", unresolved: 1 }]);
  const same = await api.call("PUT /api/v1/plans/two-waves?allowUnresolved=true", { body: shown });
  expect([same.status, same.body.version]).toEqual([200, 1]);
  expect((await api.call("PUT /api/v1/plans/two-waves", { body: shown })).status).toBe(422);
  answer([]);
  const resolved = await api.call("PUT /api/v1/plans/two-waves", { body: shown });
  expect([resolved.status, resolved.body.version, resolved.body.planHash, resolved.body.unresolved]).toEqual([200, 2, shown.planHash, []]);
  expect((await api.call("GET /api/v1/plans")).body.plans).toMatchObject([{ planId: "two-waves", unresolved: 0 }]);
});

test("what stands in the way today is a warning: it may be otherwise at the disaster", async () => {
  const { api } = createAsking([behind]);
  const saved = await save(api);
  expect([saved.status, saved.body.unresolved]).toEqual([201, []]);
  expect(saved.body.warnings).toContainEqual({
    path: "waves[0].technologies[0].resources",
    code: "plan.not_ready",
    message: "task w1-database, c1: it is 90 s behind (database.lag_too_high)",
    expected: "POST /plans/{planId}/validate shows when that has changed",
  });
});

describe("tags", () => {
  const target = { account: "123456789012", region: "eu-central-1" };
  const byTags = {
    ...twoWaves,
    waves: [
      {
        ...twoWaves.waves[0],
        technologies: [{ type: "database", operation: "failover", resources: { tagFilters: { app: "orders" } } }],
      },
    ],
  };
  const saved = async (reading: Inventory["targets"][number], query = "") => {
    const inventory: Inventory = { targets: [reading], sightings: [], accountTags: {} };
    const api = createTestApi({ discovery: { collect: () => Promise.resolve(inventory), targets: [target] } });
    return api.call(`POST /api/v1/plans${query}`, { body: byTags });
  };

  test("that nothing has are refused, also where names are provided, or kept as unresolved", async () => {
    const reading = { ...target, state: "read", asOf: "2026-11-23T04:00:00.000Z" } as const;
    const refused = await saved(reading);
    expect([refused.status, codes(refused.body.errors), refused.body.errors[0].path]).toEqual([
      422,
      ["plan.unresolved"],
      "waves[0].technologies[0].resources",
    ]);
    expect((await saved(reading, "?allowUnresolved=true")).body.unresolved).toMatchObject([
      { taskId: "w1-database", code: "planning.tag_filters_empty" },
    ]);
  });

  test("of a Region that does not answer are a warning", async () => {
    const failure = { code: "discovery.target_failed", message: "no", retryable: true };
    const answer = await saved({ ...target, state: "failed", failure });
    expect([answer.status, codes(answer.body.warnings)]).toEqual([201, ["plan.tag_filters", "plan.not_ready"]]);
  });
});

test("where names are made after a save, nobody is asked", async () => {
  const { api, asked } = createAsking([missing], true);
  expect([(await save(api)).status, asked]).toEqual([201, []]);
});

test.each(["yes", "1", ""])("allowUnresolved=%s is no answer", async (value) => {
  const { api } = createAsking([]);
  expect(await save(api, `?allowUnresolved=${value}`)).toMatchObject({
    status: 400,
    body: { errors: [{ path: "allowUnresolved" }] },
  });
});
