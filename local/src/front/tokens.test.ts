// Access tokens on one machine: who bears one that this machine signed is told by its claims, everybody else is nobody.
import { callerOf } from "@dr/runtime";
import { expect, it } from "vitest";
import { toGatewayEvent } from "./api-gateway.ts";
import { createTokenVerifier, GROUP_NAMES, issueTokens, signToken } from "./tokens.ts";

const now = Date.parse("2026-11-29T12:00:00Z");
const tokens = issueTokens("key", now);
const request = (authorization?: string) => ({
  method: "GET",
  path: "/api/v1/whoami",
  headers: authorization === undefined ? {} : { authorization },
  body: Buffer.alloc(0),
});
const at = { accountId: "000000000000", sourceIp: "", nowMs: now };
const verify = createTokenVerifier({ key: "key", nowMs: () => now });

it.each(GROUP_NAMES)("a token of %s is a caller of that group, as the gateway's authorizer hands it on", async (group) => {
  const sent = request(`Bearer ${tokens[group] ?? ""}`);
  const verdict = await verify(sent);
  expect(verdict).toMatchObject({ caller: { claims: { "cognito:groups": `[${group}]`, token_use: "access" } } });
  const event = toGatewayEvent(sent, "caller" in verdict ? verdict.caller : undefined, undefined, at);
  expect(callerOf(event, "cognito")).toMatchObject({ kind: "cognito", roles: [group], name: `user-of-${group}` });
  expect(() => callerOf(event, "role_based")).toThrow(expect.objectContaining({ code: "auth.forbidden" }));
});

const [head = "", , signature = ""] = (tokens["DRSReadOnly"] ?? "").split(".");
const [, mighty = ""] = (tokens["DRSOrchestrationAdmin"] ?? "").split(".");
const none = Buffer.from('{"alg":"none"}').toString("base64url");
it.each([
  ["none", undefined],
  ["a signature of AWS", "AWS4-HMAC-SHA256 Credential=AKIA/20261129/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=00"],
  ["claims of another", `Bearer ${head}.${mighty}.${signature}`],
  ["no algorithm", `Bearer ${none}.${mighty}.`],
  ["another key", `Bearer ${issueTokens("other", now)["DRSOperator"] ?? ""}`],
  ["another pool", `Bearer ${signToken({ sub: "a", iss: "https://example.com", client_id: "local", exp: now }, "key")}`],
])("%s is nobody, and is told how to call", async (_what, authorization) => {
  expect(await verify(request(authorization))).toEqual({ hint: expect.stringContaining("Authorization: Bearer") as string });
});

it("a token that has ended is nobody's, and says when it ended", async () => {
  const late = createTokenVerifier({ key: "key", nowMs: () => now + 31 * 86_400_000 });
  expect(await late(request(`Bearer ${tokens["DRSOperator"] ?? ""}`))).toEqual({
    hint: expect.stringContaining("2026-12-29T12:00:00") as string,
  });
});
