// The next step: what is offered is sent back as it stands, and is accepted; rollback on demand and a pause taken back are among it.
import { holdersOf } from "@dr/event-log/testing";
import { expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { answerTask, planAndRun, startTwoWaves } from "../../test/plans.ts";

interface Offered {
  readonly action: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly youMay: boolean;
}

async function running() {
  const api = createTestApi();
  const executionId = await startTwoWaves(api);
  await planAndRun(api, executionId);
  const offered = async (role: string): Promise<readonly Offered[]> =>
    (await api.call(`GET /api/v1/executions/${executionId}/status`, { role })).body.next.nextActions;
  const take = async (action: string, role: string) => {
    const step = (await offered(role)).find((one) => one.action === action && one.youMay);
    if (!step) throw new Error(`${action} is not offered to ${role}`);
    return api.call(`${step.method} ${step.path}`, { role, ...(step.body === null ? {} : { body: step.body }) });
  };
  return { ...api, executionId, offered, take };
}

test("a pause is asked for and taken back by what the status offers", async () => {
  const { take, executionId, ...api } = await running();
  expect(await take("pause", "DRSOperator")).toMatchObject({ status: 200, body: { pauseRequested: { reason: "why you do this" } } });
  expect(await take("withdraw_pause", "DRSOperator")).toMatchObject({ status: 200, body: { pauseRequested: null } });
  expect(await api.call(`DELETE /api/v1/executions/${executionId}/pause`)).toMatchObject({
    status: 409,
    body: { code: "execution.no_pause_requested", details: { next: { waitingFor: "adapters" } } },
  });
});

test("a paused run is rolled back on demand by whoever leads, not by an operator", async () => {
  const { take, offered, executionId, ...api } = await running();
  await answerTask({ ...api }, executionId, "w1-database", "completed");
  const rollback = async (role: string) => (await offered(role)).find(({ action }) => action === "rollback");
  expect(await rollback("DRSOperator")).toMatchObject({ youMay: false, whoMay: ["DRSOrchestrationAdmin", "DRSRecoveryManager"] });
  expect(await take("rollback", "DRSRecoveryManager")).toMatchObject({
    status: 200,
    body: { status: "rolling_back", rollback: { reason: "why you do this" }, next: { waitingFor: "rollback" } },
  });
});

test("a failed run takes its locks back for its rollback, and is refused while nothing stands, holding no more than before", async () => {
  const { executionId, ...api } = await running();
  await answerTask({ ...api }, executionId, "w1-database", "failed");
  await api.leases.releaseKeys(["PLAN#two-waves"], executionId);
  const answer = await api.call(`POST /api/v1/executions/${executionId}/rollback`, { role: "DRSRecoveryManager", body: { reason: "x" } });
  expect(answer).toMatchObject({
    status: 409,
    body: {
      code: "execution.nothing_to_roll_back",
      details: { status: "failed", next: { nextActions: [{ action: "redrive", youMay: true }] } },
    },
  });
  expect(await holdersOf(api.leases, ["PLAN#two-waves"])).toEqual(new Map());
});

test("a refusal says what would be accepted instead, and by whom", async () => {
  const { executionId, ...api } = await running();
  const { body } = await api.call(`PUT /api/v1/executions/${executionId}/resume`, { role: "DRSOperator" });
  expect(body).toMatchObject({ code: "execution.not_paused", details: { next: { waitingFor: "adapters" } } });
  const steps: readonly Offered[] = body.details.next.nextActions;
  expect(steps.filter(({ youMay }) => youMay).map(({ action }) => action)).toEqual(["skip_task", "pause", "cancel"]);
});

test("a failed run shows its failures in its status", async () => {
  const { executionId, ...api } = await running();
  await answerTask({ ...api }, executionId, "w1-database", "failed");
  expect((await api.call(`GET /api/v1/executions/${executionId}/status`)).body).toMatchObject({
    status: "failed",
    failure: { code: "execution.wave_failed" },
    failures: { total: 1, tasks: [{ taskId: "w1-database", waveNumber: 1 }] },
  });
});
