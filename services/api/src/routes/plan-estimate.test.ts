import { expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { twoWaves } from "../../test/plans.ts";

test("a plan that never ran is estimated by what its operations declare", async () => {
  const api = createTestApi();
  await api.call("POST /api/v1/plans", { body: twoWaves });
  const answer = await api.call("GET /api/v1/plans/two-waves/estimate", { role: "DRSReadOnly" });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    planId: "two-waves",
    version: 1,
    executionType: "recovery",
    atLeast: true,
    basis: { measured: 0, declared: 0, unknown: 2 },
    criticalPath: ["w1-database", "w2-drs"],
    objectives: { rto: { targetSeconds: 900, verdict: "unknown" }, rpo: null },
    executions: [],
  });
});

test("what there is not is said", async () => {
  const api = createTestApi();
  await api.call("POST /api/v1/plans", { body: twoWaves });
  const codes = await Promise.all(
    ["nothing/estimate", "two-waves/estimate?version=9", "two-waves/estimate?executionType=party"].map(async (path) => {
      const { status, body } = await api.call(`GET /api/v1/plans/${path}`);
      return [status, (body as { code: string }).code];
    }),
  );
  expect(codes).toEqual([
    [404, "plan.not_found"],
    [404, "plan_version.not_found"],
    [400, "request.invalid"],
  ]);
});
