import { describe, expect, test } from "vitest";
import { ROLE_ALIASES, ROLES } from "@dr/events";
import { callerOf, parseCaller } from "@dr/runtime";
import { withTrigger } from "./with-trigger.ts";
import { createTestApi } from "../../test/api.ts";
import { createIdentities } from "./identity.ts";
import { personOf } from "./person.ts";
import { parseIdentitySettings, type IdentityVariables } from "./settings.ts";

const settings = (more: Partial<IdentityVariables> = {}) =>
  parseIdentitySettings({ AUTH_MODE: "role_based", DR_ACCOUNT_ID: "123456789012", ...more });
const session = (role: string, name: string, account = "123456789012") =>
  parseCaller(`arn:aws:sts::${account}:assumed-role/${role}/${name}`);
const rolesOf = (arn: string, more: Partial<IdentityVariables> = {}): readonly string[] => {
  try {
    return createIdentities(settings(more)).identify(() => parseCaller(arn), "any_role").actor.roles;
  } catch {
    return [];
  }
};

describe("a person", () => {
  const pinned = settings({ DR_PINNED_SESSION_ROLES: "DRSOperator,arn:aws:iam::123456789012:role/dr/DRSRecoveryManager" });

  test("is a session's name where the trust policy pins it, the same in every role, account and case", () => {
    expect(
      [
        session("DRSOperator", "Kim@example.com"),
        session("DRSRecoveryManager", "kim@example.com"),
        session("DRSOperator", "KIM@example.com"),
      ].map((caller) => personOf(caller, pinned).id),
    ).toEqual(["kim@example.com", "kim@example.com", "kim@example.com"]);
  });

  test("is nobody where anybody may choose the session's name", () => {
    for (const caller of [
      session("DRSPlanManager", "kim"),
      session("DRSOperatorX", "kim"),
      session("DRSRecoveryManager", "kim", "210987654321"),
      parseCaller("arn:aws:iam::123456789012:role/DRSOperator"),
    ]) {
      expect(personOf(caller, pinned)).toEqual({ id: null, because: expect.stringContaining("DR_PINNED_SESSION_ROLES") });
    }
  });

  test("is an IAM user by name, and a Cognito user by subject", () => {
    expect(personOf(parseCaller("arn:aws:iam::123456789012:user/ops/Kim"), settings()).id).toBe("kim");
    const token = { requestContext: { authorizer: { jwt: { claims: { sub: "u-1", token_use: "access" } } } } };
    expect(personOf(callerOf(token, "cognito"), settings()).id).toBe("cognito:u-1");
  });

  test("is never a program, even if its sessions are pinned", () => {
    const both = settings({ DR_PINNED_SESSION_ROLES: "Pipeline", DR_MACHINE_ROLES: "Pipeline" });
    expect(personOf(session("Pipeline", "kim"), both).id).toBe("machine:Pipeline");
  });
});

describe("a role", () => {
  test("is matched by configured name or ARN, path included, and by nothing else", () => {
    const more = { DR_CALLER_ROLES: "DRSOperator=Integration, DRS-Read-Only=arn:aws:iam::123456789012:role/teams/dr/Watcher" };
    expect(
      [
        "arn:aws:sts::123456789012:assumed-role/Integration/ci",
        "arn:aws:sts::123456789012:assumed-role/Watcher/ci",
        "arn:aws:iam::123456789012:role/teams/dr/Watcher",
        "arn:aws:iam::123456789012:role/Watcher",
        "arn:aws:iam::123456789012:role/other/Integration",
        "arn:aws:sts::123456789012:assumed-role/IntegrationX/ci",
        "arn:aws:iam::123456789012:role/teams/DRSOperator",
      ].map((arn) => rolesOf(arn, more)),
    ).toEqual([["DRSOperator"], ["DRSReadOnly"], ["DRSReadOnly"], [], [], [], []]);
  });

  test("of a foreign account is none, unless the account is admitted", () => {
    const arn = "arn:aws:sts::210987654321:assumed-role/DRSOrchestrationAdmin/eve";
    expect([rolesOf(arn), rolesOf(arn, { DR_CALLER_ACCOUNTS: "123456789012,210987654321" })]).toEqual([[], ["DRSOrchestrationAdmin"]]);
  });

  test("of several groups: what is asked for is done by the mightiest that may", () => {
    const cognito = createIdentities(settings({ AUTH_MODE: "cognito" }));
    const event = (groups: string) => ({
      requestContext: { authorizer: { jwt: { claims: { sub: "u-1", token_use: "access", "cognito:groups": groups } } } },
    });
    const as = (groups: string, access: "execution.approve" | "plan.delete") =>
      cognito.identify((mode) => callerOf(event(groups), mode), access).actor.role;
    expect(as("[DRS-Operator DRS-Recovery-Plan-Manager]", "execution.approve")).toBe("DRSOperator");
    expect(as("[DRS-Operator DRS-Recovery-Plan-Manager]", "plan.delete")).toBe("DRSPlanManager");
    expect(() => as("[DRS-Operators admin]", "plan.delete")).toThrow(expect.objectContaining({ code: "auth.forbidden" }));
  });
});

test("where people bring tokens, the platform's own programs ask by their role, and nobody else does", () => {
  const cognito = createIdentities(
    parseIdentitySettings(withTrigger<IdentityVariables>({ AUTH_MODE: "cognito", DR_ACCOUNT_ID: "123456789012" })),
  );
  const ask = (userArn: string) => {
    const event = { requestContext: { authorizer: { iam: { userArn } } } };
    return cognito.identify((mode) => callerOf(event, mode), "execution.start_recovery").actor;
  };
  const trigger = "arn:aws:sts::123456789012:assumed-role/DRSOrchestrationTrigger/dr-orchestration-trigger";
  expect(ask(trigger)).toMatchObject({ role: "DRSPlanManager", person: "machine:DRSOrchestrationTrigger" });
  for (const other of [
    trigger.replace("123456789012", "210987654321"),
    trigger.replace("Trigger/", "Triggers/"),
    trigger.replace("DRSOrchestrationTrigger", "DRSOrchestrationAdmin"),
  ])
    expect(() => ask(other)).toThrow(expect.objectContaining({ code: "auth.forbidden" }));
});

test.each([
  ["DR_CALLER_ACCOUNTS", "12345"],
  ["DR_CALLER_ROLES", "Operator=Integration"],
  ["DR_CALLER_ROLES", "DRSOperator"],
  ["DR_PINNED_SESSION_ROLES", "role with blanks"],
])("%s=%s is refused by name", (variable, value) => {
  expect(() => settings({ [variable]: value })).toThrow(
    expect.objectContaining({ code: "env.invalid", message: expect.stringContaining(variable) }),
  );
});

test("GET /whoami tells every role by every name who it is", async () => {
  const { call } = createTestApi();
  for (const name of [...ROLES, ...Object.keys(ROLE_ALIASES)]) {
    const { status, body } = await call("GET /api/v1/whoami", { role: name, session: "Kim" });
    expect([name, status, body.roles, body.person, body.authMode]).toEqual([
      name,
      200,
      [Object.hasOwn(ROLE_ALIASES, name) ? ROLE_ALIASES[name] : name],
      "kim",
      "role_based",
    ]);
  }
});

test("a refusal leaves a line that names who asked for what", async () => {
  const { call, telemetry } = createTestApi();
  await call("DELETE /api/v1/plans/p", { role: "DRSReadOnly" });
  expect(telemetry.lines.find(({ message }) => message === "access refused")).toMatchObject({
    level: "warn",
    fields: {
      operation: "deletePlan",
      principal: "arn:aws:sts::123456789012:assumed-role/DRSReadOnly/kim",
      requiredPermission: "plan.delete",
    },
  });
});
