import { describe, expect, test } from "vitest";
import { ACTION_ROLES, type ActionName } from "@dr/domain";
import { ROLES } from "@dr/events";
import { isOpen, PERMISSIONS, ROLE_PERMISSIONS, ROUTE_LIST, rolesThatMay, type Permission } from "@dr/routes";
import { parseCaller } from "@dr/runtime";
import { pinnedEverywhere } from "../../test/api.ts";
import { createIdentities } from "./identity.ts";

const arnOf = (role: string): string => `arn:aws:sts::123456789012:assumed-role/${role}/kim`;
const { identify } = createIdentities(pinnedEverywhere);
const authorise = (arn: string, permission: Permission | "any_role") => identify(() => parseCaller(arn), permission).actor;
const may = (arn: string, permission: Permission | "any_role"): boolean => {
  try {
    authorise(arn, permission);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "auth.forbidden" });
    return false;
  }
};
const permissions = Object.keys(PERMISSIONS).toSorted() as Permission[];

describe("who may do what", () => {
  test("is this table: admin, recovery manager, plan manager, operator, read only", () => {
    const table = permissions.map(
      (permission) => `${permission} ${ROLES.map((role) => (may(arnOf(role), permission) ? "x" : "-")).join("")}`,
    );
    expect(table).toEqual([
      "account.read xxxxx",
      "account.register xx---",
      "account.remove x----",
      "configuration.export x----",
      "configuration.import x----",
      "discovery.read xxxxx",
      "execution.approve xx-x-",
      "execution.cancel xxxx-",
      "execution.pause xxxx-",
      "execution.read xxxxx",
      "execution.redrive xx---",
      "execution.resume xxxx-",
      "execution.rollback xx---",
      "execution.start_drill xxxx-",
      "execution.start_recovery xxxx-",
      "execution.switch_mode xx---",
      "execution.take_over xx---",
      "instance.terminate xx---",
      "operation.run xxx--",
      "plan.create xxx--",
      "plan.delete xxx--",
      "plan.modify xxxx-",
      "plan.read xxxxx",
      "task.complete xxxx-",
      "task.retry xxxx-",
      "task.skip xxxx-",
      "webhook.manage xx---",
      "webhook.read xxxxx",
    ]);
  });

  test.each([
    ["a longer name", arnOf("DRSOrchestrationAdminX")],
    ["another case", arnOf("drsorchestrationadmin")],
    ["a name that every object has", arnOf("constructor")],
    ["a role in the session name", "arn:aws:sts::123456789012:assumed-role/Nobody/DRSOrchestrationAdmin"],
    ["a user of that name", "arn:aws:iam::123456789012:user/DRSOrchestrationAdmin"],
  ])("not %s", (_, arn) => {
    expect(may(arn, "plan.read")).toBe(false);
    expect(may(arn, "any_role")).toBe(false);
  });

  test("a refusal names what was asked for, who has it, and what to do", () => {
    expect(() => authorise(arnOf("DRS-Operator"), "plan.delete")).toThrow(
      expect.objectContaining({
        code: "auth.forbidden",
        message: "role DRSOperator may not do this: it takes plan.delete",
        details: {
          principal: arnOf("DRS-Operator"),
          requiredPermission: "plan.delete",
          rolesThatMay: ["DRSOrchestrationAdmin", "DRSRecoveryManager", "DRSPlanManager"],
          hint: "ask somebody with one of these roles: DRSOrchestrationAdmin, DRSRecoveryManager, DRSPlanManager",
        },
      }),
    );
  });

  test("every permission is asked for by a route, and the admin has them all", () => {
    const asked = ROUTE_LIST.flatMap(({ access, further = {} }) => [access, ...Object.keys(further)]);
    expect(permissions.filter((permission) => !asked.includes(permission))).toEqual([]);
    expect(asked.filter((access) => typeof access === "string" && access !== "any_role" && !Object.hasOwn(PERMISSIONS, access))).toEqual(
      [],
    );
    expect(ROLE_PERMISSIONS.DRSOrchestrationAdmin.toSorted()).toEqual(permissions);
  });

  test.each<[ActionName, Permission]>([
    ["pause", "execution.pause"],
    ["withdraw_pause", "execution.pause"],
    ["resume", "execution.resume"],
    ["cancel", "execution.cancel"],
    ["approve", "execution.approve"],
    ["decline", "execution.approve"],
    ["retry_task", "task.retry"],
    ["skip_task", "task.skip"],
    ["switch_mode", "execution.switch_mode"],
    ["redrive", "execution.redrive"],
    ["rollback", "execution.rollback"],
  ])("%s is offered to the roles that the route lets in", (action, permission) => {
    expect(ACTION_ROLES[action]).toEqual(rolesThatMay(permission));
  });
});

test("what is open says why", () => {
  expect(ROUTE_LIST.flatMap(({ operation, access }) => (isOpen(access) ? [[operation, access.open.length > 20]] : []))).toEqual([
    ["getHealth", true],
    ["slackAction", true],
    ["changeHint", true],
  ]);
});
