// Given an execution that waits in the queue and has done nothing yet, then: `force` takes its place, and a refusal says how to be rid of it.
import { describe, expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { planAndRun, startTwoWaves, twoWaves } from "../../test/plans.ts";

const start = { planId: "two-waves", executionType: "recovery" };

describe("a plan whose execution is only queued", () => {
  const resources = ["RES#drs-source-server:123456789012:eu-central-1:s-1", "RES#rds-cluster:123456789012:eu-central-1:c1"];
  const queued = async (api: ReturnType<typeof createTestApi>, more: object = {}) => {
    const first = await startTwoWaves(api, more);
    await api.leases.take(resources, first, { takenAt: api.clock.nowIso() });
    await planAndRun(api, first, false);
    return first;
  };
  const force = { ...start, force: true };

  test("is replaced by force: nothing of it has begun, and it conflicts with nobody", async () => {
    const api = createTestApi();
    const first = await queued(api);
    const second = await api.call("POST /api/v1/executions", { body: force });
    expect(second.status).toBe(202);
    expect((await api.call(`GET /api/v1/executions/${first}`)).body).toMatchObject({
      status: "cancelled",
      cancel: { reason: `replaced by ${second.body.executionId}, which was forced` },
      unaccounted: [],
    });
  });

  test("is not, without force; the refusal says why it waits and how to be rid of it", async () => {
    const api = createTestApi();
    const first = await queued(api);
    const { status, body } = await api.call("POST /api/v1/executions", { body: start });
    expect({ status, code: body.code, next: body.details.next }).toMatchObject({
      status: 409,
      code: "execution.plan_already_active",
      next: { executionId: first, waitingFor: "slot", why: "all 50 execution slots are taken", since: api.clock.nowIso(), until: null },
    });
    const cancel = body.details.next.nextActions.find(({ action }: { action: string }) => action === "cancel");
    expect(cancel).toMatchObject({ method: "PUT", path: `/api/v1/executions/${first}/cancel`, youMay: true });
    expect(await api.call(`${cancel.method} ${cancel.path}`, { body: cancel.body })).toMatchObject({ body: { status: "cancelled" } });
  });

  test("a recovery gives way to no drill, one that runs to nobody, and one of another plan stays", async () => {
    const api = createTestApi();
    const first = await queued(api);
    const refused = { status: 409, body: { code: "execution.resource_conflict" } };
    expect(await api.call("POST /api/v1/executions", { body: { ...force, executionType: "drill" } })).toMatchObject(refused);
    await api.call("POST /api/v1/plans", { body: { ...twoWaves, planId: "other" } });
    expect(await api.call("POST /api/v1/executions", { body: { ...force, planId: "other" } })).toMatchObject(refused);
    await api.command(first, { type: "AdmitExecution", now: api.clock.nowIso() });
    expect(await api.call("POST /api/v1/executions", { body: force })).toMatchObject(refused);
    expect((await api.call(`GET /api/v1/executions/${first}`)).body.status).toBe("in_progress");
  });
});
