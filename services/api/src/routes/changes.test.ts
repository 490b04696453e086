// A recovery that needs a change: what it waits for, who may tell of changes, and break-glass, as callers see it.
import { ROLE_ALIASES, ROLES } from "@dr/events";
import { expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import { planAndRun, twoWaves } from "../../test/plans.ts";
import { parseIdentitySettings } from "../identity/settings.ts";
import { withTrigger } from "../identity/with-trigger.ts";

const identity = parseIdentitySettings(
  withTrigger({
    AUTH_MODE: "role_based" as const,
    DR_ACCOUNT_ID: "123456789012",
    DR_CALLER_ROLES: undefined,
    DR_MACHINE_ROLES: undefined,
    DR_PINNED_SESSION_ROLES: [...ROLES, ...Object.keys(ROLE_ALIASES)].join(","),
  }),
);

async function waiting(start: object = {}, executionType = "recovery") {
  const api = createTestApi({ identity });
  await api.call("POST /api/v1/plans", { role: "DRPlanManager", body: { ...twoWaves, ...start } });
  const { body } = await api.call("POST /api/v1/executions", { role: "DROperator", body: { planId: twoWaves.planId, executionType } });
  const executionId = body.executionId as string;
  await planAndRun(api, executionId);
  const { body: view } = await api.call(`GET /api/v1/executions/${executionId}`);
  const bound = { planHash: view.planHash, manifestHash: view.manifestHash, mode: view.mode };
  const change = (more: object = {}, role = "DRSOrchestrationItsm", session = "CHG0030001") =>
    api.call(`POST /api/v1/executions/${executionId}/changes`, {
      role,
      session,
      body: { system: "servicenow", number: "CHG0030001", standing: "approved", ...bound, ...more },
    });
  const approve = (session: string, more: object = {}) =>
    api.call(`POST /api/v1/executions/${executionId}/approvals`, {
      role: "DRRecoveryManager",
      session,
      body: { pauseId: view.pause?.pauseId, decision: "approve", ...bound, ...more },
    });
  return { ...api, executionId, view, change, approve };
}

test("it starts no wave, says what it waits for, and goes on with approval and change", async () => {
  const { call, executionId, change, approve } = await waiting({ changeRequired: true });
  const status = async () => (await call(`GET /api/v1/executions/${executionId}/status`)).body;
  expect(await status()).toMatchObject({
    status: "paused",
    tasks: { pending: 2 },
    pause: { reason: "change_required", approval: { changeRequired: true } },
    next: { waitingFor: "change" },
  });
  expect(await approve("ann")).toMatchObject({ status: 200, body: { status: "paused", next: { waitingFor: "change" } } });
  expect(await call(`PUT /api/v1/executions/${executionId}/resume`)).toMatchObject({
    status: 409,
    body: { code: "execution.change_required" },
  });
  expect(await change()).toMatchObject({ status: 200, body: { status: "in_progress", currentWave: 1 } });
  expect(await change()).toMatchObject({ status: 200, body: { status: "in_progress" } });
});

test("nobody but the service of change tickets tells what they say", async () => {
  const { change } = await waiting({ changeRequired: true });
  for (const role of ["DROrchestrationAdmin", "DRPlanManager"])
    expect(await change({}, role, "kim")).toMatchObject({ status: 403, body: { code: "change.not_a_system" } });
  expect(await change({}, "DRReadOnly", "kim")).toMatchObject({ status: 403, body: { code: "auth.forbidden" } });
  expect(await change({ planHash: "another" })).toMatchObject({ status: 409, body: { code: "change.stale_plan" } });
});

test("break-glass: one approval more, with a reason, by another person", async () => {
  const { approve, call, executionId } = await waiting({ changeRequired: true });
  const because = { breakGlass: true, comment: "ServiceNow is down" };
  expect(await approve("ann", because)).toMatchObject({ status: 409, body: { code: "approval.break_glass_early" } });
  await approve("ann");
  expect(await approve("ann", because)).toMatchObject({ status: 409, body: { code: "approval.already_decided" } });
  expect(await approve("bob", { breakGlass: true })).toMatchObject({ status: 409, body: { code: "approval.reason_missing" } });
  expect(await approve("bob", because)).toMatchObject({ status: 200, body: { status: "in_progress" } });
  const { body } = await call(`GET /api/v1/executions/${executionId}/events`);
  expect(body.events.find(({ type }: { type: string }) => type === "ChangeBypassed")).toMatchObject({
    data: { by: ["ann", "bob"], reason: "ServiceNow is down" },
  });
});

test("a drill of the same plan waits for nothing", async () => {
  expect((await waiting({ changeRequired: true }, "drill")).view.status).toBe("in_progress");
});
