// Every route × everybody who might call it, signed and over HTTP: from the signature to the role nothing but the verified ARN counts.
import { API_BASE, ROUTE_LIST } from "@dr/routes";
import { createSignedClient } from "@dr/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Credential } from "../../local/src/front/credentials.ts";
import { createTestApi } from "../../services/api/test/api.ts";
import { callers, expected } from "../../services/api/test/callers.ts";
import { quotasOf, REGION, startApiFront } from "./api-front.ts";

const PATHS = new Map(ROUTE_LIST.map((row) => [row.operation, row.path.replaceAll(/\{\w+\}/g, "1")]));
const credentials: readonly Credential[] = callers.map(({ arn }, index) => ({
  accessKeyId: `AKIAMATRIX${String(index).padStart(10, "0")}`,
  secretAccessKey: `secret-of-${index}`,
  principal: arn ?? "nobody",
}));
let front: Awaited<ReturnType<typeof startApiFront>>;

beforeAll(async () => {
  front = await startApiFront(credentials, createTestApi({ quotas: quotasOf(1e6, 1e6) }).handler);
});
afterAll(() => front.stop());

/** Signed by the key of a caller; somebody without an identity sends no signature. */
async function ask(index: number, method: string, path: string): Promise<{ status: number; code: string | undefined }> {
  const { arn, headers = {} } = callers[index] ?? { arn: null };
  if (arn === null) {
    const answer = await fetch(`${front.endpoint}${path}`, { method });
    return { status: answer.status, code: ((await answer.json().catch(() => ({}))) as { code?: string }).code };
  }
  const { accessKeyId = "", secretAccessKey = "" } = credentials[index] ?? {};
  const { authorization: _forged, ...sent } = headers;
  const client = createSignedClient({ endpoint: front.endpoint, region: REGION, accessKeyId, secretAccessKey });
  const answer = await client<{ code?: string } | undefined>({ method, path, headers: sent });
  return { status: answer.status, code: answer.body?.code };
}

describe.each(callers.map((caller, index) => ({ ...caller, index })))("$who", ({ role, index }) => {
  it.each([API_BASE, ""])("is let in and refused by the table, on every route below %j", async (base) => {
    const seen: unknown[] = [];
    for (const row of ROUTE_LIST) {
      const { status, code } = await ask(index, row.method, `${base}${PATHS.get(row.operation) ?? ""}`);
      seen.push([row.operation, status === 403 ? code : "let in"]);
    }
    expect(seen).toEqual(ROUTE_LIST.map((row) => [row.operation, expected(row, role) === 403 ? "auth.forbidden" : "let in"]));
  });
});

it("another's key id with a guessed secret is nobody", async () => {
  const { accessKeyId = "" } = credentials[0] ?? {};
  const client = createSignedClient({ endpoint: front.endpoint, region: REGION, accessKeyId, secretAccessKey: "guess" });
  const { status, body } = await client<{ code: string }>({ method: "GET", path: `${API_BASE}/plans` });
  expect([status, body.code]).toEqual([403, "auth.forbidden"]);
});
