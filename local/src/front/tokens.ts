/** What a user pool is elsewhere: an access token for a person in each of its groups, and the check that a gateway's JWT authorizer makes. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROLE_ALIASES, ROLES } from "@dr/events";
import { parseJson } from "@dr/runtime";
import * as z from "zod";
import type { TokenBearer } from "./credentials.ts";
import type { SignedRequest, Verdict } from "./sigv4.ts";

/** The ten groups that a deployment's pool has. */
export const GROUP_NAMES: readonly string[] = [...ROLES, ...Object.keys(ROLE_ALIASES).filter((name) => name.startsWith("DRS-"))];

const ISSUER = "http://127.0.0.1/user-pool-of-this-machine";
const AUDIENCE = "local";
const LIFE_SECONDS = 30 * 86_400;
const claimsSchema = z.looseObject({
  sub: z.string().min(1),
  iss: z.literal(ISSUER),
  client_id: z.literal(AUDIENCE),
  exp: z.number(),
  "cognito:groups": z.array(z.string()).default([]),
});

const HOW_TO = "send `Authorization: Bearer <token>`; a token per group is in what `pnpm dev` printed";

/** The key of this data folder, made once, and readable by its owner only. */
export function loadTokenKey(dataDir: string): string {
  const file = join(dataDir, "token-key.txt");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** Tokens by group, each of a person of its own, valid for thirty days. */
export function issueTokens(key: string, nowMs: number): Readonly<Record<string, string>> {
  const issuedAt = Math.floor(nowMs / 1000);
  return Object.fromEntries(
    GROUP_NAMES.map((group) => {
      const claims = {
        sub: `user-of-${group}`,
        iss: ISSUER,
        client_id: AUDIENCE,
        token_use: "access",
        iat: issuedAt,
        exp: issuedAt + LIFE_SECONDS,
      };
      return [group, signToken({ ...claims, "cognito:groups": [group] }, key)];
    }),
  );
}

/** A token of these claims (JSON Web Signature, HS256). */
export function signToken(claims: Readonly<Record<string, unknown>>, key: string): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${sign(text, key)}`;
}

function sign(text: string, key: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

/** Whose token a request bears. The algorithm is this machine's own, whatever a token's head claims. */
export function createTokenVerifier({ key, nowMs }: { readonly key: string; readonly nowMs: () => number }) {
  return async ({ headers }: Pick<SignedRequest, "headers">): Promise<Verdict> => {
    const [, head = "", body = "", signature = ""] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(headers["authorization"] ?? "") ?? [];
    const [given, expected] = [Buffer.from(signature), Buffer.from(sign(`${head}.${body}`, key))];
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { hint: HOW_TO };
    const claims = claimsSchema.safeParse(parseJson(Buffer.from(body, "base64url").toString("utf8")));
    if (!claims.success) return { hint: HOW_TO };
    if (claims.data.exp * 1000 <= nowMs())
      return { hint: `the token ended at ${new Date(claims.data.exp * 1000).toISOString()}; start the runtime again for new ones` };
    return { caller: { claims: toTexts(claims.data) } };
  };
}

/** API Gateway gives every claim as text, a list as `[a b]` (HTTP API guide, "JWT authorizers"). */
function toTexts(claims: Readonly<Record<string, unknown>>): TokenBearer["claims"] {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [name, Array.isArray(value) ? `[${value.join(" ")}]` : String(value)]),
  );
}
