import { expect, test } from "vitest";
import { isSameRole, ROLE_ALIASES, ROLES, toRole } from "./roles.ts";

test("five roles, each by its own name, its group's and its old one", () => {
  expect(ROLES.map((role) => [role, ...Object.keys(ROLE_ALIASES).filter((alias) => toRole(alias) === role)])).toEqual([
    ["DRSOrchestrationAdmin", "DRS-Administrator", "DROrchestrationAdmin"],
    ["DRSRecoveryManager", "DRS-Infrastructure-Admin", "DRRecoveryManager"],
    ["DRSPlanManager", "DRS-Recovery-Plan-Manager", "DRPlanManager"],
    ["DRSOperator", "DRS-Operator", "DROperator"],
    ["DRSReadOnly", "DRS-Read-Only", "DRReadOnly"],
  ]);
});

test.each(["constructor", "DRSOperatorX", "drsoperator", "team/DRSOperator", " DRSOperator", ""])("%j is no role", (name) => {
  expect(toRole(name)).toBeUndefined();
  expect(isSameRole(name, "DRSOperator")).toBe(false);
});

test("the same role by two names", () => {
  expect([isSameRole("DROperator", "DRS-Operator"), isSameRole("DROperator", "DRReadOnly"), isSameRole("x", "x")]).toEqual([
    true,
    false,
    true,
  ]);
});
