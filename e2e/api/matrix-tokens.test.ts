// Every route × everybody who might call it with a token, over HTTP: with AUTH_MODE=cognito nothing but the verified groups counts.
import { ROLES, toRole, type Role } from "@dr/events";
import { API_BASE, isOpen, ROLE_PERMISSIONS, ROUTE_LIST } from "@dr/routes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTokenVerifier, GROUP_NAMES, issueTokens, signToken } from "../../local/src/front/tokens.ts";
import { parseIdentitySettings } from "../../services/api/src/identity/settings.ts";
import { createTestApi } from "../../services/api/test/api.ts";
import { quotasOf, startFrontFor } from "./api-front.ts";

const KEY = "key-of-the-pool";
const PATHS = new Map(ROUTE_LIST.map((row) => [row.operation, row.path.replaceAll(/\{\w+\}/g, "1")]));
const tokens = issueTokens(KEY, Date.now());

/** A token with other groups, or of another kind. */
function tokenOf(groups: readonly string[], use = "access"): string {
  const [, body = ""] = (tokens["DRSReadOnly"] ?? "").split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
  return signToken({ ...claims, sub: "somebody", token_use: use, "cognito:groups": groups }, KEY);
}

const callers: readonly { readonly who: string; readonly roles: readonly Role[]; readonly headers: Readonly<Record<string, string>> }[] = [
  ...GROUP_NAMES.map((group) => ({
    who: group,
    roles: ROLES.filter((role) => role === toRole(group)),
    headers: bearing(tokens[group] ?? ""),
  })),
  { who: "no token", roles: [], headers: {} },
  { who: "no group", roles: [], headers: bearing(tokenOf([])) },
  { who: "an unknown group", roles: [], headers: bearing(tokenOf(["Nobody"])) },
  {
    who: "a group whose name contains a known one",
    roles: [],
    headers: bearing(tokenOf(["my-DRSOrchestrationAdmin", "DRSOperatorX", "drsoperator"])),
  },
  { who: "two groups", roles: ["DRSPlanManager", "DRSOperator"], headers: bearing(tokenOf(["DRS-Operator", "DRSPlanManager"])) },
  { who: "an id token", roles: [], headers: bearing(tokenOf(["DRSOrchestrationAdmin"], "id")) },
  { who: "a token of another key", roles: [], headers: bearing(issueTokens("other", Date.now())["DRSOrchestrationAdmin"] ?? "") },
  {
    who: "forged headers",
    roles: ["DRSReadOnly"],
    headers: {
      ...bearing(tokens["DRSReadOnly"] ?? ""),
      "x-cognito-groups": "DRSOrchestrationAdmin",
      "x-forwarded-user": "DRSOrchestrationAdmin",
    },
  },
];
let front: Awaited<ReturnType<typeof startFrontFor>>;

beforeAll(async () => {
  const identity = parseIdentitySettings({ AUTH_MODE: "cognito", DR_ACCOUNT_ID: "123456789012" });
  const { handler } = createTestApi({ identity, quotas: quotasOf(1e6, 1e6) });
  front = await startFrontFor(createTokenVerifier({ key: KEY, nowMs: () => Date.now() }), handler);
});
afterAll(() => front.stop());

function bearing(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function isLetIn({ access }: (typeof ROUTE_LIST)[number], roles: readonly Role[]): boolean {
  if (isOpen(access)) return true;
  return roles.some((role) => access === "any_role" || ROLE_PERMISSIONS[role].includes(access));
}

describe.each(callers)("$who", ({ roles, headers }) => {
  it("is let in and refused by the table, on every route", async () => {
    const seen: unknown[] = [];
    for (const row of ROUTE_LIST) {
      const answer = await fetch(`${front.endpoint}${API_BASE}${PATHS.get(row.operation) ?? ""}`, { method: row.method, headers });
      const body = (await answer.json().catch(() => ({}))) as { code?: string };
      seen.push([row.operation, answer.status === 403 ? body.code : "let in"]);
    }
    expect(seen).toEqual(ROUTE_LIST.map((row) => [row.operation, isLetIn(row, roles) ? "let in" : "auth.forbidden"]));
  });
});
