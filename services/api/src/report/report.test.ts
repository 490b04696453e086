import { toHistoryItem } from "@dr/domain";
import { expect, test } from "vitest";
import { createTestApi, type TestApi } from "../../test/api.ts";
import { answerTask, planAndRun, startTwoWaves, twoWaves } from "../../test/plans.ts";
import { toCsv } from "./csv.ts";
import { html } from "./html.ts";

type Result = { waveNumber: number; technology: string; status: string; results: Record<string, unknown> };
type Line = { planId: string; lastDrill: unknown; gaps: { code: string }[] };

/** A recovery that waited for an approval, got it, and ended. */
async function completed(api: TestApi, more: object = {}): Promise<string> {
  const executionId = await startTwoWaves(api, more);
  const { pause } = await planAndRun(api, executionId);
  expect(pause).toBeNull();
  api.clock.advance(60_000);
  await answerTask(api, executionId, "w1-database", "completed");
  const status = (await api.call(`GET /api/v1/executions/${executionId}/status`)).body;
  const { pauseId, approval } = status.pause;
  const { planHash, manifestHash, mode } = approval;
  api.clock.advance(120_000);
  const body = { pauseId, decision: "approve", planHash, manifestHash, mode, comment: "<b>checked</b>" };
  const approved = await api.call(`POST /api/v1/executions/${executionId}/approvals`, { role: "DRSRecoveryManager", session: "ann", body });
  expect(approved.status).toBe(200);
  api.clock.advance(30_000);
  await answerTask(api, executionId, "w2-drs", "completed");
  // The planner keeps the list.
  const { state, head } = await api.executions.load(executionId);
  await api.history.put(toHistoryItem(state, head.version));
  return executionId;
}

test.each([
  ["*/*", "application/json"],
  ["text/csv", "text/csv"],
  ["text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html"],
  ["text/html;q=0.5, application/json", "application/json"],
])("without a format, Accept: %s gets %s; a format that is asked for goes before it", async (accept, type) => {
  const api = createTestApi();
  const executionId = await startTwoWaves(api);
  const typeOf = async (path: string) => (await api.call(path, { headers: { accept } })).headers["content-type"]?.split(";")[0];
  for (const path of [`GET /executions/${executionId}/export`, "GET /reports/compliance"]) {
    expect([path, await typeOf(path)]).toEqual([path, type]);
    expect([path, await typeOf(`${path}?format=csv`)]).toEqual([
      path,
      accept.includes("json") || accept.includes("*") || accept === "text/csv" ? "text/csv" : type,
    ]);
  }
});

test("the timeline has a bar for each wave, task and pause, and what people did with who did it", async () => {
  const api = createTestApi();
  const executionId = await completed(api);
  const { body } = await api.call(`GET /api/v1/executions/${executionId}/timeline`);
  expect(body.bars.map(({ kind, label, status }: Record<string, string>) => [kind, label, status])).toEqual([
    ["wave", "1 Database", "completed"],
    ["task", "w1-database", "completed"],
    ["wave", "2 Servers", "completed"],
    ["task", "w2-drs", "completed"],
    ["pause", "paused (before_wave, wave 2)", "over"],
  ]);
  const [pause] = body.bars.slice(-1);
  expect(Date.parse(pause.to) - Date.parse(pause.from)).toBe(120_000);
  const people = body.entries.filter(({ kind }: { kind: string }) => kind === "people");
  expect(people.map(({ text, actor }: Record<string, string>) => [text, actor?.split("/").at(-1)])).toEqual([
    ["recovery of Two waves asked for", "kim"],
    ["approved: <b>checked</b>", "ann"],
  ]);
});

test("the export has results per wave and technology; csv has a line per task, html everything, escaped and asking for nothing", async () => {
  const api = createTestApi();
  const executionId = await completed(api);
  const { body } = await api.call(`GET /api/v1/executions/${executionId}/export`);
  expect(
    body.results.map(({ waveNumber, technology, status, results }: Result) => [
      waveNumber,
      technology,
      status,
      results["executionTime"],
      results["nextPhaseReady"],
    ]),
  ).toEqual([
    [1, "database", "completed", "PT1M", true],
    [2, "drs", "completed", "PT30S", true],
  ]);
  expect(body.results[1].results.recoveredInstances).toEqual([]);
  const csv = await api.call(`GET /api/v1/executions/${executionId}/export?format=csv`);
  expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(csv.body.split("\r\n")).toHaveLength(4);
  expect(body.references).toEqual([
    {
      waveNumber: 1,
      taskId: "w1-database",
      written: "c1",
      kind: "rds-cluster",
      reference: "rds-cluster:123456789012:eu-central-1:c1",
      use: "acts",
    },
    {
      waveNumber: 2,
      taskId: "w2-drs",
      written: "s-1",
      kind: "drs-source-server",
      reference: "drs-source-server:123456789012:eu-central-1:s-1",
      use: "acts",
    },
  ]);
  expect(csv.body).toContain("c1,rds-cluster:123456789012:eu-central-1:c1,");
  const report = await api.call(`GET /api/v1/executions/${executionId}/export?format=html&zone=Europe/Berlin`);
  expect(report.headers["content-security-policy"]).toBe("default-src 'none'; style-src 'unsafe-inline'");
  for (const told of [
    "Recovery of Two waves: completed",
    "15 min 0 s",
    "3 min 30 s",
    "2 min 0 s",
    "Europe/Berlin",
    "<svg",
    "+2 never drilled",
    "dr verify",
    "SIMULATED",
    "<code>rds-cluster:123456789012:eu-central-1:c1</code>",
  ])
    expect(report.body).toContain(told);
  expect(report.body).toContain("approved: &#60;b&#62;checked");
  expect(report.body).not.toMatch(/<(?:script|link|img|iframe)\b|https?:\/\/|@import|url\(/i);
  const zone = await api.call(`GET /api/v1/executions/${executionId}/export?format=html&zone=Mars/Base`);
  expect([zone.status, zone.body.errors[0].path]).toEqual([400, "zone"]);
});

test("the compliance report names the last drill and recovery, and what is missing", async () => {
  const api = createTestApi();
  const recovery = await completed(api);
  await api.call("POST /api/v1/plans", { body: { ...twoWaves, planId: "never", name: "Never drilled" } });
  const { body } = await api.call("GET /api/v1/reports/compliance");
  expect(body.plans.map(({ planId, lastDrill, gaps }: Line) => [planId, lastDrill, gaps.map(({ code }) => code)])).toEqual([
    ["never", null, ["plan.not_drilled"]],
    ["two-waves", null, ["plan.not_drilled"]],
  ]);
  expect(body.plans[1].lastRecovery).toMatchObject({
    executionId: recovery,
    status: "completed",
    rto: { actualSeconds: 210, targetSeconds: 900, verdict: "met" },
  });
  expect(body.plans[1].lastRecovery.approvals).toMatchObject([{ decision: "approve", role: "DRSRecoveryManager" }]);
  const earlier = await api.call("GET /api/v1/reports/compliance?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z");
  expect(earlier.body.plans[1].lastRecovery).toBeNull();
  const csv = await api.call("GET /api/v1/reports/compliance?format=csv");
  expect(csv.body.split("\r\n")[2]).toContain(`${recovery},`);
  expect((await api.call("GET /api/v1/reports/compliance?format=html")).body).toContain("2 plans, 2 with gaps");
});

test("executions are listed by plan, type, tag and time; a filter looks further than its page is long", async () => {
  const api = createTestApi();
  const first = await completed(api, { tags: { Environment: "prod", TriggerSource: "nightly" } });
  api.clock.advance(3_600_000);
  const middle = api.clock.nowIso();
  api.clock.advance(3_600_000);
  const second = await startTwoWaves(api, { executionType: "drill", tags: { Environment: "test" } });
  const ids = async (query: string) =>
    (await api.call(`GET /api/v1/executions?${query}`)).body.executions.map(({ executionId }: { executionId: string }) => executionId);
  expect(await ids("planId=two-waves")).toEqual([second, first]);
  expect(await ids("planId=other")).toEqual([]);
  expect(await ids("executionType=drill")).toEqual([second]);
  expect(await ids("planId=two-waves&executionType=recovery")).toEqual([first]);
  expect(await ids("tag=Environment=prod,owner=team-a")).toEqual([first]);
  expect(await ids("tag=Environment=prod,owner=team-b")).toEqual([]);
  expect(await ids(`from=${middle}`)).toEqual([second]);
  expect(await ids(`to=${middle}&status=completed`)).toEqual([first]);
  const item = await api.history.get(first);
  expect(item).toMatchObject({ TriggerSource: "nightly", ExecutionType: "recovery", WaveProgress: { completed: 2, total: 2 } });
  expect(item?.["TechnologyResults"]).toEqual({ database: { completed: 1 }, drs: { completed: 1 } });
  const page = (await api.call("GET /api/v1/executions?limit=1&executionType=recovery")).body;
  expect([page.executions.length, page.executions[0].executionId, page.nextCursor]).toEqual([1, first, undefined]);
});

test("cells that a spreadsheet would run are disarmed, and quotes doubled", () => {
  expect(
    toCsv(
      ["a", "b"],
      [
        ["=1+1", 'say "hi", now'],
        [-5, null],
      ],
    ),
  ).toBe('a,b\r\n\'=1+1,"say ""hi"", now"\r\n-5,\r\n');
});

test("values are escaped, markup is not", () => {
  expect(html`<p title="${'"'}">${"<i>"}${html`<b>${1}</b>`}</p>`.markup).toBe('<p title="&#34;">&#60;i&#62;<b>1</b></p>');
});
