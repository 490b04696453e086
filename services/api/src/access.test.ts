import { describe, expect, test } from "vitest";
import { RESUME_ROLES } from "@dr/domain";
import { parseCaller } from "@dr/runtime";
import { createTestApi } from "../test/api.ts";
import { authorise, ROLE_PERMISSIONS, type Permission } from "./access.ts";
import { createRoutes } from "./routes/index.ts";

const roles = ["DROrchestrationAdmin", "DRRecoveryManager", "DRPlanManager", "DROperator", "DRReadOnly"];
const arnOf = (role: string): string => `arn:aws:sts::123456789012:assumed-role/${role}/kim`;
const may = (arn: string, permission: Permission | null): boolean => {
  try {
    authorise(parseCaller(arn), permission);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "auth.forbidden", message: "this caller may not do this" });
    return false;
  }
};

describe("who may do what", () => {
  test("is this table: admin, recovery manager, plan manager, operator, read only", () => {
    const permissions = [...new Set(Object.values(ROLE_PERMISSIONS).flat())].toSorted();
    const table = permissions.map(
      (permission) => `${permission} ${roles.map((role) => (may(arnOf(role), permission) ? "x" : "-")).join("")}`,
    );
    expect(table).toEqual([
      "discovery.read xxxxx",
      "execution.approve xx-x-",
      "execution.cancel xx-x-",
      "execution.pause xx-x-",
      "execution.read xxxxx",
      "execution.redrive xx---",
      "execution.resume xx-x-",
      "execution.start_drill xxxx-",
      "execution.start_recovery xx-x-",
      "execution.switch_mode xx---",
      "execution.take_over xx---",
      "plan.read xxxxx",
      "plan.write x-x--",
      "task.retry xx-x-",
      "task.skip xx-x-",
    ]);
  });

  test.each([
    ["a longer name", arnOf("DROrchestrationAdminX")],
    ["another case", arnOf("drorchestrationadmin")],
    ["a name that every object has", arnOf("constructor")],
    ["a role in the session name", "arn:aws:sts::123456789012:assumed-role/Nobody/DROrchestrationAdmin"],
    ["a user of that name", "arn:aws:iam::123456789012:user/DROrchestrationAdmin"],
  ])("not %s", (_, arn) => {
    expect(may(arn, "plan.read")).toBe(false);
    expect(may(arn, null)).toBe(false);
  });

  test("every permission that a route asks for is given to the admin, and every one given is asked for", () => {
    const asked = createRoutes(createTestApi()).map((route) => route.permission);
    const given = new Set<Permission | null>(ROLE_PERMISSIONS["DROrchestrationAdmin"]);
    expect(asked.filter((permission) => permission !== null && !given.has(permission))).toEqual([]);
    expect([...given].filter((permission) => !asked.includes(permission))).toEqual(["execution.start_recovery"]);
  });

  test("the status of a pause names the roles that may resume here", () => {
    expect(roles.filter((role) => may(arnOf(role), "execution.resume"))).toEqual(
      RESUME_ROLES.toSorted((a, b) => roles.indexOf(a) - roles.indexOf(b)),
    );
  });
});

test("every route turns away a role that is not known", async () => {
  const api = createTestApi();
  for (const { method, path } of createRoutes(api)) {
    const target = path.replaceAll(/\{\w+\}/g, "1");
    expect([path, (await api.call(`${method} ${target}`, { role: "Nobody", body: method === "GET" ? undefined : {} })).status]).toEqual([
      path,
      403,
    ]);
  }
});
