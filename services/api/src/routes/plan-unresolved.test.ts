// Given a plan that names what does not exist, then: saving it is refused, or with ?allowUnresolved=true it is saved and shown as unresolved.
import type { Inventory } from "@dr/discovery";
import { DrError } from "@dr/events";
import { describe, expect, test } from "vitest";
import { aboutTest, createTestApi, type TestApi } from "../../test/api.ts";
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
const unresolved = {
  taskId: "w1-database",
  resource: "c1",
  code: "database.cluster_not_found",
  message: "RDS has no cluster c1",
  technology: "database",
};
const silence = new DrError("query.unavailable", "database-queries did not answer within 10 s", {
  retryable: true,
  details: { waitedMs: 10_000 },
});

/** An API whose adapters answer, database with these checks, which may be changed, or with an error; `providesNames` as on one machine. */
function createAsking(first: readonly Check[] | DrError, providesNames = false) {
  let checks = first;
  const asked: unknown[] = [];
  const api = createTestApi({
    about: { ...aboutTest, providesNames },
    askAdapter: async (...question) => {
      asked.push(question);
      if (question[0] !== "database-queries") return { ready: true, checks: [] };
      if (checks instanceof DrError) throw checks;
      return { ready: checks.length === 0, checks };
    },
  });
  api.registry.parameters = technologyEntries.map((entry, index) => ({
    name: String(index),
    value: JSON.stringify("technology" in entry ? { ...entry, queryFunction: `${String(entry.technology)}-queries` } : entry),
  }));
  return { api, asked, answer: (next: readonly Check[] | DrError) => void (checks = next) };
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

describe("an adapter that does not answer", () => {
  const open = {
    taskId: "w1-database",
    code: "query.unavailable",
    message: silence.message,
    technology: "database",
    because: "nobody_answered",
  };
  const warning = {
    path: "waves[0].technologies[0]",
    code: "plan.not_asked",
    message:
      "database could not be asked about task w1-database (query.unavailable: database-queries did not answer within 10 s); nobody has looked " +
      "whether what they name exists: it is saved unchecked, and shown as unresolved until it is saved again",
    expected: "an adapter that answers: save it again, or POST /plans/{planId}/validate, when it does",
  };

  test("is told when the plan is saved, and wherever it is shown, until it has answered", async () => {
    const { api, answer } = createAsking(silence);
    const saved = await save(api);
    expect([saved.status, saved.body.unresolved, saved.body.warnings]).toEqual([201, [open], [warning]]);
    const shown = (await api.call("GET /api/v1/plans/two-waves")).body;
    expect(shown.unresolved).toEqual([open]);
    expect((await api.call("GET /api/v1/plans/two-waves/waves")).body.unresolved).toEqual([open]);
    expect((await api.call("GET /api/v1/plans/two-waves/export")).body.unresolved).toEqual([open]);
    expect((await api.call("GET /api/v1/plans")).body.plans).toMatchObject([{ unresolved: 1 }]);
    const { plans } = (await api.call("GET /api/v1/reports/compliance")).body;
    expect(codes(plans[0].gaps)).toContain("plan.unresolved");
    answer([]);
    const again = (await api.call("PUT /api/v1/plans/two-waves", { body: shown })).body;
    expect([again.version, again.planHash, again.unresolved, again.warnings]).toEqual([2, shown.planHash, [], []]);
  });

  test("takes nothing back that was seen before: the same content again is the same version", async () => {
    const { api, answer } = createAsking([]);
    await save(api);
    answer(silence);
    const again = await api.call("PUT /api/v1/plans/two-waves", { body: twoWaves });
    expect([again.body.version, again.body.unresolved, codes(again.body.warnings)]).toEqual([1, [], ["plan.not_asked"]]);
    answer([missing]);
    await api.call("PUT /api/v1/plans/two-waves?allowUnresolved=true", { body: twoWaves });
    answer(silence);
    const third = await api.call("PUT /api/v1/plans/two-waves", { body: twoWaves });
    expect([third.body.version, third.body.unresolved]).toEqual([2, [unresolved]]);
  });

  test("is waited for once, however many tasks it has, and keeps nobody else from being asked", async () => {
    const { api, asked } = createAsking(silence);
    const tasks = Array.from({ length: 40 }, (_, index) => ({
      type: "database",
      operation: "failover",
      resources: { clusters: [`c${index}`] },
    }));
    const [first, second] = twoWaves.waves;
    const body = { ...twoWaves, waves: [{ ...first, technologies: tasks }, second] };
    const saved = await api.call("POST /api/v1/plans", { body });
    expect([saved.status, saved.body.unresolved.length, saved.body.warnings.length]).toEqual([201, 40, 1]);
    expect(saved.body.warnings[0].message).toContain("w1-database-5 and 35 more");
    const names = (asked as string[][]).map(([name]) => name);
    expect(names.slice(0, 2)).toEqual(["database-queries", "drs-queries"]);
    expect(names.length).toBeLessThanOrEqual(1 + 8);
  });

  test("is not asked when the time of the request is over: it is told", async () => {
    const { api, asked } = createAsking([]);
    const saved = await api.call("POST /api/v1/plans", { body: twoWaves, remainingMs: 5_000 });
    expect([saved.status, asked]).toEqual([201, []]);
    expect(saved.body.unresolved.map(({ code }: { code: string }) => code)).toEqual(["readiness.out_of_time", "readiness.out_of_time"]);
  });

  test("a list that is too long for an event is cut, and its length is told", async () => {
    const { api } = createAsking(silence);
    const technologies = Array.from({ length: 300 }, (_, index) => ({
      type: "database",
      operation: "failover",
      resources: { clusters: [`c${index}`] },
    }));
    const body = { ...twoWaves, waves: [{ ...twoWaves.waves[0], technologies }] };
    const { unresolved: listed, unresolvedUnlisted } = (await api.call("POST /api/v1/plans", { body })).body;
    expect(listed.length + unresolvedUnlisted).toBe(300);
    expect(JSON.stringify(listed).length).toBeLessThan(8_100);
    expect((await api.call("GET /api/v1/plans")).body.plans).toMatchObject([{ unresolved: 300 }]);
    expect((await api.call("PUT /api/v1/plans/two-waves", { body })).body.version).toBe(1);
  });
});

test("what the adapter's own schemas refuse is refused with the plan", async () => {
  const { api } = createAsking(new DrError("query.invalid_input", "config: mode and force do not go together"));
  const { status, body } = await save(api);
  expect([status, codes(body.errors)]).toEqual([422, ["plan.cannot_be_planned"]]);
});

/** Every way by which a plan is saved: after each, what is not there is refused, or kept and told. */
const ways: readonly (readonly [string, (query: string) => [string, object]])[] = [
  ["as a new version", (query) => [`PUT /api/v1/plans/two-waves${query}`, { ...twoWaves, description: "again" }]],
  [
    "by adding waves",
    (query) => [`POST /api/v1/plans/two-waves/waves${query}`, { ...twoWaves.waves[0], waveNumber: 3, dependencies: [2] }],
  ],
  ["by going back to an earlier version", (query) => [`POST /api/v1/plans/two-waves/versions/1/restore${query}`, {}]],
  [
    "from Parameter Store",
    (query) => [
      `POST /api/v1/plans/two-waves/import${query}`,
      { parameters: [{ name: "/dr-orchestration/plans/two-waves/waves", value: JSON.stringify(twoWaves.waves) }] },
    ],
  ],
];

test.each(ways)("saved %s it is looked for as well", async (_way, request) => {
  const { api, answer } = createAsking([]);
  await save(api);
  await api.call("PUT /api/v1/plans/two-waves?expectedVersion=1", { body: { ...twoWaves, description: "second" } });
  answer([missing]);
  const [route, body] = request("");
  const headers: Record<string, string> = route.startsWith("PUT ") ? { "if-match": "*" } : {};
  const refused = await api.call(route, { body, headers });
  expect([refused.status, codes(refused.body.errors)].flat()).toEqual(expect.arrayContaining([422, "plan.unresolved"]));
  const [allowing] = request("?allowUnresolved=true");
  const saved = await api.call(allowing, { body, headers });
  expect(saved.body.unresolved).toContainEqual(unresolved);
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
  const saved = async (reading: Inventory["targets"][number], query = "", providesNames = false) => {
    const inventory: Inventory = { targets: [reading], sightings: [], accountTags: {} };
    const api = createTestApi({
      about: { ...aboutTest, providesNames },
      discovery: { collect: () => Promise.resolve(inventory), targets: [target] },
    });
    return api.call(`POST /api/v1/plans${query}`, { body: byTags });
  };

  test("that nothing has are refused, or kept as unresolved; where names are provided, what they lead to is made after the save", async () => {
    const reading = { ...target, state: "read", asOf: "2026-11-23T04:00:00.000Z" } as const;
    const refused = await saved(reading);
    const place = "waves[0].technologies[0].resources";
    expect([refused.status, codes(refused.body.errors), refused.body.errors[0].path]).toEqual([422, ["plan.unresolved"], place]);
    expect((await saved(reading, "?allowUnresolved=true")).body.unresolved).toMatchObject([
      { taskId: "w1-database", code: "planning.tag_filters_empty" },
    ]);
    expect(await saved(reading, "", true)).toMatchObject({ status: 201, body: { unresolved: [] } });
  });

  test("of a Region that does not answer are a warning", async () => {
    const failure = { code: "discovery.target_failed", message: "no", retryable: true };
    const answer = await saved({ ...target, state: "failed", failure });
    expect([answer.status, codes(answer.body.warnings)]).toEqual([201, ["plan.tag_filters", "plan.not_ready"]]);
  });
});

describe("where names are made after a save", () => {
  test("adapters are asked whether they take what is asked of them, not whether it is there", async () => {
    const { api, asked } = createAsking([missing], true);
    expect((await save(api)).status).toBe(201);
    expect(asked.map((question) => (question as unknown[]).slice(0, 2))).toEqual([
      ["database-queries", "input"],
      ["drs-queries", "input"],
    ]);
  });

  test("what no JSON Schema could say is refused all the same, and an adapter that is away holds nothing up", async () => {
    const refused = createAsking(new DrError("query.invalid_input", "config: expected fromPort not above toPort"), true);
    expect(await save(refused.api)).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            path: "waves[0].technologies[0].resources",
            code: "plan.cannot_be_planned",
            message: "task w1-database: config: expected fromPort not above toPort (query.invalid_input)",
          },
        ],
      },
    });
    const away = createAsking(silence, true);
    const saved = await save(away.api);
    expect([saved.status, saved.body.unresolved]).toEqual([201, []]);
  });
});

test.each(["yes", "1", ""])("allowUnresolved=%s is no answer", async (value) => {
  const { api } = createAsking([]);
  expect(await save(api, `?allowUnresolved=${value}`)).toMatchObject({
    status: 400,
    body: { errors: [{ path: "allowUnresolved" }] },
  });
});
