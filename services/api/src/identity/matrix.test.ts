/** Every route × everybody who might call it: what the answer is, by the table and by nothing else. */
import { describe, expect, test } from "vitest";
import { ROLE_ALIASES, ROLES, toRole, type Role } from "@dr/events";
import { API_BASE, isOpen, ROLE_PERMISSIONS, ROUTE_LIST } from "@dr/routes";
import { createTestApi } from "../../test/api.ts";

const assumed = (role: string, account = "123456789012"): string => `arn:aws:sts::${account}:assumed-role/${role}/kim`;

/** Who calls, by the ARN that the gateway verified (null: none), with which headers, and as which role that counts. */
const callers: readonly {
  readonly who: string;
  readonly arn: string | null;
  readonly role?: Role | undefined;
  readonly headers?: object;
}[] = [
  ...ROLES.map((role) => ({ who: role, arn: assumed(role), role })),
  ...Object.keys(ROLE_ALIASES).map((name) => ({ who: name, arn: assumed(name), role: toRole(name) })),
  { who: "no identity", arn: null },
  { who: "an unknown role", arn: assumed("Nobody") },
  { who: "a name that contains a known one", arn: assumed("DRSOperatorX") },
  { who: "a known name in a longer one", arn: assumed("my-DRSOrchestrationAdmin") },
  { who: "another case", arn: assumed("drsoperator") },
  { who: "a known name as the session's", arn: "arn:aws:sts::123456789012:assumed-role/Nobody/DRSOrchestrationAdmin" },
  { who: "a known name behind a path", arn: "arn:aws:iam::123456789012:role/evil/DRSOrchestrationAdmin" },
  { who: "a foreign account", arn: assumed("DRSOrchestrationAdmin", "210987654321") },
  { who: "an IAM user", arn: "arn:aws:iam::123456789012:user/DRSOrchestrationAdmin" },
  { who: "root", arn: "arn:aws:iam::123456789012:root" },
  { who: "a federated user", arn: "arn:aws:sts::123456789012:federated-user/DRSOrchestrationAdmin" },
  {
    who: "forged headers",
    arn: assumed("DRSReadOnly"),
    role: "DRSReadOnly",
    headers: {
      "x-assumed-role-arn": assumed("DRSOrchestrationAdmin"),
      "x-amz-user-arn": assumed("DRSOrchestrationAdmin"),
      authorization: "Bearer admin",
      "x-forwarded-user": "DRSOrchestrationAdmin",
    },
  },
];

/** What may not be done is refused before anything else is looked at. */
function expected({ access }: (typeof ROUTE_LIST)[number], role: Role | undefined): "let in" | 403 {
  if (isOpen(access)) return "let in";
  if (role === undefined) return 403;
  return access === "any_role" || ROLE_PERMISSIONS[role].includes(access) ? "let in" : 403;
}

describe.each(callers)("$who", ({ arn, role, headers = {} }) => {
  test.each(ROUTE_LIST)("$method $path", async (row) => {
    const { call } = createTestApi();
    const path = row.path.replaceAll(/\{\w+\}/g, "1");
    for (const base of [API_BASE, ""]) {
      const { status, body } = await call(`${row.method} ${base}${path}`, { arn, headers: headers as Record<string, string> });
      expect([base, status === 403 ? body.code : "let in"]).toEqual([base, expected(row, role) === 403 ? "auth.forbidden" : "let in"]);
    }
  });
});
