import { adapters } from "@dr/services";
import { describe, expect, test } from "vitest";
import type { TestApi } from "../../services/api/test/api.ts";
import { answerTask } from "../../services/api/test/plans.ts";
import { createFullApi, planIt } from "./support.ts";
import { planVersion } from "@dr/domain";

const run = (api: TestApi, path: string, body: object, role = "DRSRecoveryManager") =>
  api.call(`POST /api/v1/technologies/${path}`, { role, body });

describe("one operation without a saved plan", () => {
  test("runs as an execution of one wave with one task, and its results are read by the technology's own paths", async () => {
    const api = createFullApi();
    const started = await run(api, "database/failover", { clusters: ["orders"], dataLoss: undefined });
    expect(started.status).toBe(202);
    const { operationId, executionId, planId, statusUrl, resultsUrl } = started.body;
    expect(started.body).toMatchObject({ technology: "database", operation: "failover", status: "planning" });
    expect(planId).toMatch(/^operation\.database\.failover\.[0-9a-f]{16}$/);
    const early = await api.call(`GET ${resultsUrl}`);
    expect([early.status, early.body.code, early.headers["retry-after"]]).toEqual([409, "operation.not_finished", "2"]);
    const taskId = await planIt(api, executionId);
    const running = await api.call(`GET ${statusUrl}`);
    expect(running.body).toMatchObject({ operationId, executionType: "recovery", executionStatus: "in_progress", progress: 0 });
    expect(running.body).toHaveProperty("estimatedCompletion");
    expect(running.body.tasks).toMatchObject([{ taskId, operation: "failover", waveNumber: 1, resources: ["orders"] }]);
    api.clock.advance(252_000);
    await answerTask(api, executionId, taskId, "completed");
    const results = await api.call(`GET ${resultsUrl}`);
    expect(results.body).toMatchObject({
      status: "completed",
      executionTime: "PT4M12S",
      nextPhaseReady: true,
      validationRequired: false,
      failedOverResources: [],
      performanceMetrics: { totalExecutionTime: 252, waveExecutionTimes: { 1: 252 }, pauseResumeCycles: 0 },
      enterpriseMetadata: { technologyType: "database", nextPhaseReady: true },
    });
    expect(results.body.results).toMatchObject([{ taskId, status: "completed" }]);
    for (const path of [`database/status/${operationId}`, `database/executions/${executionId}`])
      expect((await api.call(`GET /api/v1/technologies/${path}`)).body.status).toBe("completed");
    const execution = await api.call(`GET /api/v1/executions/${executionId}`);
    expect(execution.body).toMatchObject({
      planName: "database failover",
      tags: { "dr:operation": "database.failover" },
      triggerSource: "API",
    });
  });

  test("is in no list of plans, and nobody saves a plan under its id", async () => {
    const api = createFullApi();
    const { body } = await run(api, "database/failover", { clusters: ["orders"] });
    expect((await api.call("GET /api/v1/plans")).body.plans).toEqual([]);
    const forged = {
      planId: body.planId,
      name: "x",
      waves: [{ waveNumber: 1, technologies: [{ type: "database", operation: "failover", resources: { clusters: ["x"] } }] }],
    };
    const refused = await api.call("POST /api/v1/plans", { body: forged });
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, "plan.reserved_id"]);
    for (const route of [
      `PUT /api/v1/plans/${body.planId}`,
      `POST /api/v1/plans/${body.planId}/waves`,
      `DELETE /api/v1/plans/${body.planId}`,
    ])
      expect([route, (await api.call(route, { body: forged })).status]).toEqual([route, 422]);
  });

  test("the same order twice is one too many while it runs; another order is another", async () => {
    const api = createFullApi();
    await run(api, "database/failover", { clusters: ["orders"] });
    const again = await run(api, "database/failover", { clusters: ["orders"] });
    expect([again.status, again.body.code]).toEqual([409, "execution.plan_already_active"]);
    expect((await run(api, "database/failover", { clusters: ["billing"] })).status).toBe(202);
  });

  test("a repeat with the same Idempotency-Key is the same execution", async () => {
    const api = createFullApi();
    const options = { body: { clusters: ["orders"] }, headers: { "idempotency-key": "k1" } };
    const first = await api.call("POST /api/v1/technologies/database/failover", options);
    const second = await api.call("POST /api/v1/technologies/database/failover", options);
    expect(second.body).toEqual(first.body);
  });

  test("the bodies of the requirements work as they stand", async () => {
    const api = createFullApi();
    const recovery = await run(api, "drs/recovery", {
      recoveryPlanId: "plan-app-tier-prod",
      protectionGroups: ["pg-app-servers-prod"],
      sourceServers: ["i-app01", "i-app02"],
      executionType: "recovery",
      enterpriseContext: { parentExecutionId: "enterprise-exec-123", waveNumber: 2 },
    });
    expect([recovery.status, recovery.body.operation]).toEqual([202, "recovery"]);
    const drill = await run(api, "drs/executions", { sourceServers: ["i-app03"], executionType: "drill" });
    expect([drill.status, drill.body.operation]).toEqual([202, "drill"]);
    await planIt(api, drill.body.executionId);
    const terminate = await run(api, "drs/terminate", { executionId: drill.body.executionId, terminateAll: true });
    expect(terminate.status).toBe(202);
    const plan = await api.plans.load(terminate.body.planId);
    expect(planVersion(plan.state)?.waves[0]?.tasks[0]?.resources).toEqual({ sourceServers: ["i-app03"], terminateAll: true });
  });

  test("what is wrong is told in the words of the body", async () => {
    const api = createFullApi();
    const unknown = await run(api, "database/failover", { cluster: ["orders"] });
    expect(unknown.status).toBe(400);
    expect(unknown.body.errors[0]).toMatchObject({ path: "cluster", code: "unrecognized_keys", expected: "clusters" });
    const wrong = await run(api, "database/failover", { clusters: "orders" });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors).toMatchObject([{ path: "clusters", code: "plan.wrong_type" }]);
    const nothing = await run(api, "drs/terminate", { executionId: "exec-nobody" });
    expect([nothing.status, nothing.body.code]).toEqual([404, "execution.not_found"]);
  });

  test("who may not write plans may not act without one, and few may terminate", async () => {
    const api = createFullApi();
    const body = { sourceServers: ["i-app01"] };
    expect((await run(api, "drs/terminate", body, "DRSOperator")).body.code).toBe("auth.forbidden");
    expect((await run(api, "drs/drill", body, "DRSOperator")).body.code).toBe("auth.forbidden");
    expect((await run(api, "drs/terminate", body, "DRSPlanManager")).body.code).toBe("auth.forbidden");
    expect((await run(api, "drs/drill", body, "DRSPlanManager")).status).toBe(202);
    expect((await run(api, "drs/terminate", body, "DRSRecoveryManager")).status).toBe(202);
  });

  test("with requireApproval it waits for a second person", async () => {
    const api = createFullApi();
    const { body } = await run(api, "database/failover", { clusters: ["orders"], requireApproval: true });
    await planIt(api, body.executionId);
    expect((await api.call(`GET ${body.statusUrl}`)).body).toMatchObject({ status: "paused" });
  });
});

describe("technologies", () => {
  test("one that nobody registered is a 404 that lists those that are", async () => {
    const api = createFullApi();
    const known = adapters.map(({ technology }) => technology).toSorted();
    for (const route of [
      "GET /api/v1/technologies/databse",
      "GET /api/v1/technologies/databse/clusters",
      "POST /api/v1/technologies/databse/failover",
    ]) {
      const answer = await api.call(route, route.startsWith("POST") ? { body: {} } : {});
      expect([answer.status, answer.body.code, answer.body.hint]).toEqual([404, "technology.not_found", "did you mean database?"]);
      expect(answer.body.details.known).toEqual(known);
    }
    const operation = await run(api, "database/failovr", {});
    expect([operation.body.code, operation.body.hint]).toEqual(["operation.not_found", "did you mean failover?"]);
  });

  test("one tells where to ask for its queries", async () => {
    const api = createFullApi();
    const { body } = await api.call("GET /technologies/drs");
    expect(body).toMatchObject({ hasQueries: true, queriesUrl: "/api/v1/technologies/drs/queries" });
    await api.call(`GET ${body.queriesUrl}`);
    expect(api.asked.at(-1)).toEqual(["dr-adapter-drs-queries", "queries", {}]);
  });

  test("two plans whose people's tasks are about the same things hinder nobody", async () => {
    const api = createFullApi();
    const start = async (planId: string) => {
      const task = { type: "manual", operation: "task", resources: { about: ["core switch"] }, config: { title: planId } };
      await api.call("POST /plans", { body: { planId, name: planId, waves: [{ waveNumber: 1, name: "w", technologies: [task] }] } });
      return (await api.call("POST /executions", { body: { planId, executionType: "drill" } })).status;
    };
    expect([await start("one"), await start("two")]).toEqual([202, 202]);
  });

  test("every registered operation may be asked for by its own path", async () => {
    const api = createFullApi();
    const codes = new Set<string>();
    for (const { technology, operations } of adapters)
      for (const { name } of operations) codes.add((await run(api, `${technology}/${name}`, { nobodyKnowsThis: 1 })).body.code);
    expect([...codes].filter((code) => !["request.invalid", "plan.invalid"].includes(code))).toEqual([]);
  });

  test("in another account it is asked of that account, and what is wrong with it is a problem of its own", async () => {
    const api = createFullApi();
    const path = "GET /api/v1/technologies/database/clusters?accountId=210987654321&region=us-west-2";
    expect((await api.call(path)).status).toBe(200);
    const target = { accountId: "210987654321", region: "us-west-2" };
    expect(api.asked).toEqual([["dr-adapter-database-queries", "clusters", { region: "us-west-2" }, target]]);
    const wrong = await api.call("GET /api/v1/technologies/database/clusters?accountId=2109");
    expect([wrong.status, wrong.body.code, wrong.body.errors[0].path]).toEqual([400, "request.invalid", "accountId"]);
    const saying = async (code: string) => {
      const failure = { code, message: `${code} of it`, retryable: false, details: {} };
      const { status, body } = await createFullApi({ ok: false, failure }).call(path);
      return [status, body.code, body.detail];
    };
    expect(await saying("task.account_unknown")).toEqual([404, "account.not_found", "task.account_unknown of it"]);
    expect(await saying("task.region_not_allowed")).toEqual([400, "query.invalid_input", "task.region_not_allowed of it"]);
    expect(await saying("task.role_refused")).toEqual([502, "query.failed", "task.role_refused of it"]);
  });

  test("queries are asked of the adapter's own function, kebab as snake", async () => {
    const api = createFullApi({ ok: true, value: { globalClusters: [{ id: "g" }] } });
    const answer = await api.call("GET /api/v1/technologies/database/global-clusters?region=us-west-2", { role: "DRSReadOnly" });
    expect([answer.status, answer.body]).toEqual([200, { globalClusters: [{ id: "g" }] }]);
    expect(api.asked).toEqual([["dr-adapter-database-queries", "global_clusters", { region: "us-west-2" }]]);
  });

  test.each([
    [{ ok: false, failure: { code: "query.unknown", message: "no", retryable: false } }, 404, "query.not_found"],
    [{ ok: false, failure: { code: "query.invalid_input", message: "no", retryable: false } }, 400, "query.invalid_input"],
    [{ ok: false, failure: { code: "aws.not_found", message: "no", retryable: false } }, 404, "resource.not_found"],
    [{ ok: false, failure: { code: "drs.server_not_found", message: "no", retryable: false } }, 404, "resource.not_found"],
    [
      { ok: false, failure: { code: "x.bad_secret", message: "no", retryable: false, details: { notSetUp: "s" } } },
      501,
      "query.not_set_up",
    ],
    [{ ok: false, failure: { code: "aws.access_denied", message: "no", retryable: false } }, 502, "query.failed"],
    [{ ok: false, failure: { code: "aws.throttled", message: "no", retryable: true } }, 503, "query.unavailable"],
    ["?", 502, "query.failed"],
  ])("an adapter that answers %j", async (answer, status, code) => {
    const told = await createFullApi(answer).call("GET /api/v1/technologies/database/clusters");
    expect([told.status, told.body.code]).toEqual([status, code]);
  });
});
