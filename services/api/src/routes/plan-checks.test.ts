import { expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { technologyEntries } from "../../test/technologies.ts";
import { twoWaves } from "../../test/plans.ts";

type Ask = (functionName: string, query: string, input: unknown, how?: { readonly withinMs?: number }) => Promise<unknown>;

/** An API whose database adapter answers questions, and the others do not. */
function createAsking(ask: Ask) {
  const asked: unknown[] = [];
  const api = createTestApi({
    askAdapter: (...question) => {
      asked.push(question);
      return ask(...question);
    },
    readParameters: (path) =>
      Promise.resolve(path === "/dr-orchestration/plans/stored" ? [{ name: `${path}/waves`, value: JSON.stringify(twoWaves.waves) }] : []),
  });
  api.registry.parameters = technologyEntries.map((entry, index) => ({
    name: String(index),
    value: JSON.stringify(
      "technology" in entry && entry.technology === "database" ? { ...entry, queryFunction: "dr-adapter-database-queries" } : entry,
    ),
  }));
  return { ...api, asked };
}

const ready: Ask = () => Promise.resolve({ mode: "planned", ready: true, checks: [] });
const save = (api: ReturnType<typeof createAsking>, plan: object = twoWaves) => api.call("POST /api/v1/plans", { body: plan });

test("what is told of a saved plan, or of parameters, has no line and no column: nobody wrote the text that it was read from", async () => {
  const api = createAsking(ready);
  const careless = {
    ...twoWaves,
    waves: twoWaves.waves.map((wave) => ({ ...wave, technologies: wave.technologies.map((task) => ({ ...task, colour: 1 })) })),
  };
  const saved = await save(api, careless);
  expect(saved.body.warnings[0]).toHaveProperty("line");
  const told = [
    (
      await api.call("POST /plans/two-waves/import", {
        body: { parameters: [{ name: "/dr-orchestration/plans/two-waves/waves", value: JSON.stringify(careless.waves) }] },
      })
    ).body.warnings,
    (await api.call("POST /plans/two-waves/versions/1/restore", { body: undefined })).body.warnings,
  ].flat();
  expect(told.map((warning: object) => [warning, "line" in warning || "column" in warning])).toEqual(
    told.map((warning: object) => [warning, false]),
  );
  expect(told.length).toBeGreaterThan(0);
  api.registry.parameters = api.registry.parameters.map(({ name, value }) => ({
    name,
    value: value.replaceAll('"clusters"', '"clusterz"'),
  }));
  api.clock.advance(120_000);
  const { body } = await api.call("POST /plans/two-waves/validate");
  expect([body.valid, body.problems.length > 0, body.problems.some((problem: object) => "line" in problem)]).toEqual([false, true, false]);
});

test("a saved plan is held against the adapters, and one that answers nothing leaves it open", async () => {
  const api = createAsking(ready);
  await save(api);
  // Saving has asked, too.
  api.asked.splice(0);
  const before = (await api.log.read("PLAN#two-waves")).length;
  const answer = await api.call("POST /api/v1/plans/two-waves/validate", { role: "DRSReadOnly", body: { mode: "unplanned" } });
  expect(answer.body).toMatchObject({
    planId: "two-waves",
    version: 1,
    valid: true,
    ready: null,
    executionType: "recovery",
    mode: "unplanned",
  });
  expect(answer.body.tasks.map((task: { taskId: string; ready: boolean }) => [task.taskId, task.ready])).toEqual([
    ["w1-database", true],
    ["w2-drs", null],
  ]);
  expect(answer.body.tasks[1].checks[0].code).toBe("readiness.nobody_to_ask");
  const input = {
    operation: "failover",
    resources: { clusters: ["c1"] },
    config: {},
    validation: {},
    executionType: "recovery",
    mode: "unplanned",
  };
  expect(api.asked).toEqual([["dr-adapter-database-queries", "readiness", input, { withinMs: 10_000 }]]);
  expect((await api.log.read("PLAN#two-waves")).length).toBe(before);
});

test("one check that blocks is enough; an adapter that is away is no verdict", async () => {
  const checks = [{ resource: "c1", severity: "block", code: "database.no_replica", message: "it has one instance" }];
  const blocked = createAsking(() => Promise.resolve({ ready: false, checks }));
  await save(blocked);
  const answer = await blocked.call("POST /api/v1/plans/two-waves/validate");
  expect([answer.body.ready, answer.body.tasks[0].checks]).toEqual([false, checks]);
  const away = createAsking(() => Promise.reject(new Error("no network")));
  await save(away);
  expect((await away.call("POST /api/v1/plans/two-waves/validate")).body).toMatchObject({ ready: null });
});

test("a document is checked without being saved; what is wrong is an answer, not an error", async () => {
  const api = createAsking(ready);
  const good = await api.call("POST /api/v1/plans/validate?executionType=drill", { role: "DRSReadOnly", body: twoWaves });
  expect(good.body).toMatchObject({ valid: true, ready: null, executionType: "drill" });
  const bad = await api.call("POST /api/v1/plans/validate", {
    body: { ...twoWaves, waves: [{ ...twoWaves.waves[0], dependencies: [1] }] },
  });
  expect([bad.status, bad.body.valid, bad.body.problems.length > 0, bad.body.tasks]).toEqual([200, false, true, []]);
  expect((await api.call("GET /api/v1/plans")).body.plans).toEqual([]);
});

test("versions differ by meaning, gates first; an order in the file is none", async () => {
  const api = createAsking(ready);
  await save(api);
  const [first, second] = twoWaves.waves;
  const { approval: _approval, pauseBeforeWave: _pause, ...open } = second ?? {};
  const database = first?.technologies[0];
  const changed = {
    ...twoWaves,
    rtoSeconds: 1800,
    waves: [open, { ...first, technologies: [{ ...database, resources: { clusters: ["c2", "c1"] } }] }],
  };
  await api.call("PUT /api/v1/plans/two-waves?expectedVersion=1", { body: changed });
  await api.call("PUT /api/v1/plans/two-waves", { body: { ...changed, waves: changed.waves.toReversed() } });
  const diff = (await api.call("GET /api/v1/plans/two-waves/versions/1/diff/2")).body;
  expect(diff.summary.slice(0, 2)).toEqual(["wave 2 no longer needs an approval", "wave 2 no longer pauses (pauseBeforeWave)"]);
  expect(diff.header).toEqual([{ path: "rtoSeconds", from: 900, to: 1800 }]);
  expect(diff.tasks).toEqual([
    {
      taskId: "w1-database",
      waveNumber: 1,
      technology: "database",
      operation: "failover",
      change: "changed",
      fields: [{ path: "resources.clusters", added: ["c2"], removed: [] }],
    },
  ]);
  expect((await api.call("GET /api/v1/plans/two-waves/versions/2/diff/2")).body).toMatchObject({ identical: true, summary: [] });
  expect((await api.call("GET /api/v1/plans/two-waves/versions/1/diff/9")).body.code).toBe("plan_version.not_found");
  // The same content in another order was no new version.
  expect((await api.call("GET /api/v1/plans/two-waves/versions")).body.currentVersion).toBe(2);
});

test("an earlier version comes back as the newest, unless somebody was quicker", async () => {
  const api = createAsking(ready);
  await save(api);
  await api.call("PUT /api/v1/plans/two-waves?expectedVersion=1", { body: { ...twoWaves, name: "Other" } });
  const stale = await api.call("POST /api/v1/plans/two-waves/versions/1/restore", { headers: { "if-match": '"1"' } });
  expect([stale.status, stale.body.code]).toEqual([412, "plan.version_conflict"]);
  const restored = await api.call("POST /api/v1/plans/two-waves/versions/1/restore", { headers: { "if-match": '"2"' } });
  expect([restored.status, restored.body.version, restored.body.name]).toEqual([200, 3, "Two waves"]);
  expect((await api.call("GET /api/v1/plans/two-waves/versions/1/diff/3")).body.identical).toBe(true);
});

test("a plan goes to Parameter Store and comes back the same; the layout of the requirements is taken, too", async () => {
  const api = createAsking(ready);
  await save(api);
  const exported = (await api.call("GET /api/v1/plans/two-waves/export")).body;
  expect(exported.parameters.map(({ name, tier }: Record<string, string>) => [name, tier])).toEqual(
    ["header", "waves", "dependencies", "pause-points"].map((part) => [`/dr-orchestration/plans/two-waves/${part}`, "Standard"]),
  );
  expect(JSON.parse(exported.parameters[2].value)).toEqual({ 1: [], 2: [1] });
  expect(exported.parameters[3].value).toBe("[2]");
  const back = await api.call("POST /api/v1/plans/two-waves/import", { body: { parameters: exported.parameters } });
  expect([back.status, back.body.version, back.body.planHash]).toEqual([200, 1, exported.planHash]);
  const stored = await api.call("POST /api/v1/plans/stored/import");
  expect([stored.status, stored.body.planId, stored.body.waveCount]).toEqual([201, "stored", 2]);
  const parameters = [
    { name: "/dr-orchestration/plans/two-waves/waves", value: JSON.stringify(twoWaves.waves.map(({ dependencies: _, ...wave }) => wave)) },
    { name: "/dr-orchestration/plans/two-waves/dependencies", value: JSON.stringify([{ waveNumber: 2, dependencies: [] }]) },
    { name: "/dr-orchestration/plans/two-waves/pause-points", value: JSON.stringify([1]) },
  ];
  await api.call("POST /api/v1/plans/two-waves/import", { body: { parameters } });
  const { waves } = (await api.call("GET /api/v1/plans/two-waves")).body;
  expect(waves.map(({ dependencies, pauseBeforeWave }: Record<string, unknown>) => [dependencies, pauseBeforeWave])).toEqual([
    [[], true],
    [[], true],
  ]);
  const nothing = await api.call("POST /api/v1/plans/other/import");
  expect([nothing.status, nothing.body.code]).toEqual([404, "parameters.not_found"]);
  const unreadable = await api.call("POST /api/v1/plans/other/import", {
    body: { parameters: [{ name: "/dr-orchestration/plans/other/waves", value: "[" }] },
  });
  expect([unreadable.status, unreadable.body.errors[0].path]).toEqual([400, "/dr-orchestration/plans/other/waves"]);
  expect((await api.call("GET /api/v1/plans/two-waves/export", { role: "DRSRecoveryManager" })).body.code).toBe("auth.forbidden");
});
