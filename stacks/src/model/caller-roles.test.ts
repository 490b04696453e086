/** What callers' roles stand for and may ask. */
import { API_BASE, isOpen, ROLE_PERMISSIONS, ROUTE_LIST } from "@dr/routes";
import { expect, test } from "vitest";
import { covers } from "../../synth/checks/policy.ts";
import { CALLER_ROLES, callerSettings, invokableResources, invokePolicy } from "./caller-roles.ts";

const api = "arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5";
const asked = (role: (typeof CALLER_ROLES)[number], method: string, path: string): boolean =>
  invokableResources(role, api).some((pattern) => covers(pattern, `${api}/$default/${method}${path}`));

test.each(CALLER_ROLES)("$name may ask every route that its role may call, under both paths, and its policy fits", (role) => {
  const may = new Set<string>(ROLE_PERMISSIONS[role.role]);
  const allowed = ROUTE_LIST.filter(({ access }) => !isOpen(access) && (access === "any_role" || may.has(access)));
  const refused = allowed.filter(
    ({ method, path }) =>
      !(asked(role, method, `${API_BASE}${path.replaceAll(/\{\w+\}/g, "x")}`) && asked(role, method, path.replaceAll(/\{\w+\}/g, "x"))),
  );
  expect(refused.length > 0).toBe(role.only !== undefined);
  // All inline policies of a role together (IAM user guide, "IAM and STS quotas").
  expect(invokePolicy(role, api).length).toBeLessThan(10_240);
});

test("who reads only may change nothing", () => {
  const readers = CALLER_ROLES.filter(({ role }) => role === "DRSReadOnly");
  expect(readers.map(({ name }) => name)).toEqual(["DRS-ReadOnly-Role", "DR-Orchestration-ReadOnly-Role"]);
  for (const reader of readers) {
    expect([
      asked(reader, "POST", "/executions"),
      asked(reader, "PUT", "/api/v1/executions/e/cancel"),
      asked(reader, "DELETE", "/plans/p"),
    ]).toEqual([false, false, false]);
  }
});

test("the integration role may do the seven things that the requirements list, and nothing else", () => {
  const role = CALLER_ROLES.find(({ name }) => name === "Enterprise-DR-Integration-Role")!;
  const may = ROUTE_LIST.filter(({ method, path }) => asked(role, method, path.replaceAll(/\{\w+\}/g, "x"))).map(
    ({ method, path }) => `${method} ${path}`,
  );
  expect(may.filter((call) => !call.startsWith("GET "))).toEqual([
    "POST /executions",
    "PUT /executions/{executionId}/pause",
    "PUT /executions/{executionId}/resume",
    "PUT /executions/{executionId}/cancel",
  ]);
  expect(may).toContain("GET /executions/{executionId}");
  expect(may).toContain("GET /executions/{executionId}/export");
  expect(may.filter((call) => call.startsWith("GET ") && !call.startsWith("GET /executions/"))).toEqual([]);
});

test("the API is told whom each stands for by its ARN; sessions of people are pinned only where we wrote the trust policy", () => {
  const settings = callerSettings(
    CALLER_ROLES.filter(({ name }) => name === "DRSOperator" || name === "DR-Orchestration-ReadOnly-Role"),
    (name) => `arn:aws:iam::111122223333:role/${name}`,
  );
  expect(settings["DR_CALLER_ROLES"]).toContain("DRSOrchestrationAdmin=arn:aws:iam::111122223333:role/DRS-Admin-Role");
  expect(settings["DR_CALLER_ROLES"]?.some((entry) => entry.endsWith("/DRSOperator"))).toBe(false);
  expect(settings["DR_PINNED_SESSION_ROLES"]).toEqual(["arn:aws:iam::111122223333:role/DRSOperator"]);
  expect(settings["DR_MACHINE_ROLES"]).toHaveLength(3);
});
