// The page of the API: everything that it loads is there, comes from here alone, and its signatures are AWS's.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Sha256 } from "@aws-crypto/sha256-js";
import { lambdaContext } from "@dr/runtime/testing";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsV4Signer } from "aws4fetch";
import { describe, expect, it } from "vitest";
import { manifest } from "../manifest.ts";
import { create } from "./handlers/page.ts";

const service = join(import.meta.dirname, "..");
const [page] = manifest.functions;
const handler = create({ AWS_REGION: "eu-central-1", AUTH_MODE: "role_based" });

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function get(path: string, { file, headers = {} }: { file?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  const event = {
    rawPath: path,
    headers,
    ...(file === undefined ? {} : { pathParameters: { file } }),
    requestContext: { http: { method: "GET" } },
  };
  return (await handler(event, lambdaContext())) as Answer;
}

describe("the page", () => {
  it.each(["/docs", "/api/v1/docs"])("at %s loads its own files and nothing else", async (at) => {
    const { statusCode, headers, body } = await get(at);
    expect([statusCode, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    const loaded = [...body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, url]) => url ?? "").filter((url) => url !== "data:,");
    expect(loaded.map((url) => url.slice(0, at.length + 1))).toEqual(loaded.map(() => `${at}/`));
    const imported = [...readFileSync(join(service, "page/show-page.js"), "utf8").matchAll(/from "\.\/([^"]+)"/g)].map(([, name]) => name);
    const deployed = page?.files?.map(({ to }) => to) ?? [];
    expect(new Set(deployed)).toEqual(new Set([...loaded.map((url) => url.slice(at.length + 1)), ...imported]));
    expect(page?.files?.filter(({ from }) => !existsSync(join(service, from)))).toEqual([]);
  });

  it("asks for keys only where requests are signed", async () => {
    const byToken = create({ AWS_REGION: "eu-central-1", AUTH_MODE: "cognito" });
    const event = { rawPath: "/docs", requestContext: { http: { method: "GET" } } };
    expect(((await byToken(event, lambdaContext())) as Answer).body).not.toContain('id="keys"');
    expect((await get("/docs")).body).toContain('id="keys"');
  });

  it("serves a file compressed, once per version, and no other file of this machine", async () => {
    const document = readFileSync(join(service, "../../docs/reference/openapi.json"), "utf8");
    const packed = await get("/docs/openapi.json", { file: "openapi.json", headers: { "accept-encoding": "gzip, br" } });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(Buffer.from(packed.body, "base64")).toString()).toBe(document);
    expect((await get("/docs/openapi.json", { file: "openapi.json" })).body).toBe(document);
    const again = await get("/docs/openapi.json", { file: "openapi.json", headers: { "if-none-match": packed.headers["etag"] ?? "" } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    for (const file of ["../manifest.ts", "..%2fpackage.json", "package.json", ""])
      expect((await get("/docs/x", { file })).statusCode).toBe(404);
  });
});

describe("a request that is tried out", () => {
  const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" };
  const cases: readonly { what: string; method: string; url: string; body?: string; sessionToken?: string }[] = [
    { what: "a read", method: "GET", url: "https://api.example.com/api/v1/plans?limit=5&cursor=a%2Bb" },
    { what: "signs in a name", method: "GET", url: "https://api.example.com/api/v1/plans/a%20b(c)*", sessionToken: "token==" },
    {
      what: "a body, on a port",
      method: "POST",
      url: "http://127.0.0.1:4100/api/v1/executions",
      body: '{"planId":"ä"}',
      sessionToken: "t",
    },
  ];

  it.each(cases)("is signed as AWS's own library signs it: $what", async ({ method, url, body, sessionToken }) => {
    const module: unknown = await import(join(service, "page/sign-request.js"));
    const { signRequest } = module as { signRequest: (...args: unknown[]) => Promise<Record<string, string>> };
    const now = new Date("2026-11-23T04:00:00Z");
    const held = { ...keys, ...(sessionToken === undefined ? {} : { sessionToken }) };
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const ours = await signRequest(AwsV4Signer, { method, url, body, headers: { ...headers, accept: "*/*" } }, held, {
      region: "eu-central-1",
      service: "execute-api",
      now,
    });

    const { protocol, hostname, port, pathname, searchParams, host } = new URL(url);
    const signer = new SignatureV4({
      credentials: held,
      region: "eu-central-1",
      service: "execute-api",
      sha256: Sha256,
      applyChecksum: false,
    });
    const request = new HttpRequest({
      method,
      protocol,
      hostname,
      ...(port === "" ? {} : { port: Number(port) }),
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { ...headers, host },
      ...(body === undefined ? {} : { body }),
    });
    const theirs = await signer.sign(request, { signingDate: now });
    expect(ours).toEqual(Object.fromEntries(Object.entries(theirs.headers).filter(([name]) => /^(x-amz-|authorization)/.test(name))));
  });
});
