// Signatures of the AWS signer are accepted; anything changed afterwards is refused.
import { createHash, createHmac } from "node:crypto";
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, it } from "vitest";
import { createSigV4Verifier, type SignedRequest } from "./sigv4.ts";

const credential = {
  accessKeyId: "AKIALOCAL00000000001",
  secretAccessKey: "secret",
  principal: "arn:aws:sts::000000000000:assumed-role/DROperator/local",
};
const now = new Date("2026-11-23T03:00:00Z");
const verifyAt = (nowMs: number) =>
  createSigV4Verifier({ region: "us-east-1", service: "execute-api", credentials: [credential], nowMs: () => nowMs });
const verify = verifyAt(now.getTime());

/** All that is told to whoever has not proven a key. */
const refused = { hint: expect.stringContaining("sign it with AWS SigV4, service execute-api") as string };

async function sign(
  overrides: { region?: string; service?: string; secret?: string; path?: string; query?: Record<string, string>; body?: string } = {},
): Promise<SignedRequest> {
  const {
    region = "us-east-1",
    service = "execute-api",
    secret = credential.secretAccessKey,
    path = "/api/v1/executions",
    query = {},
    body = '{"planId":"p"}',
  } = overrides;
  const signer = new SignatureV4({ credentials: { ...credential, secretAccessKey: secret }, region, service, sha256: Sha256 });
  const request = new HttpRequest({
    method: "POST",
    hostname: "127.0.0.1",
    path,
    query,
    headers: { host: "127.0.0.1:4100", "content-type": "application/json" },
    body,
  });
  const signed = await signer.sign(request, { signingDate: now });
  const search = new URLSearchParams(query).toString();
  return { method: "POST", path: search === "" ? path : `${path}?${search}`, headers: signed.headers, body: Buffer.from(body) };
}

describe("SigV4 verification", () => {
  it("names the credential that signed", async () => {
    expect(await verify(await sign())).toEqual({ caller: credential });
  });

  it("accepts query parameters and encoded path segments", async () => {
    expect(await verify(await sign({ query: { status: "in_progress", limit: "10" } }))).toEqual({ caller: credential });
    expect(await verify(await sign({ path: "/api/v1/plans/a%20b" }))).toEqual({ caller: credential });
  });

  it.each(["/a", "/a/", "/a//b", "/./a", "/a/..", "/a/../b", "/.a/~b/-c_d.e", "/", "/a'b", "/a*", "/caf%C3%A9"])(
    "takes the path %s as AWS does",
    async (path) => {
      const { body, ...signed } = await sign({ path });
      expect(await verify({ ...signed, body })).toEqual({ caller: credential });
      // Signed as it is written, by hand.
      const hex = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
      const names = ["content-type", "host", "x-amz-content-sha256", "x-amz-date"];
      const headers = names.map((name) => `${name}:${signed.headers[name]}\n`).join("");
      const canonical = ["POST", path, "", headers, names.join(";"), hex(body)].join("\n");
      const scope = "20261123/us-east-1/execute-api/aws4_request";
      const key = scope
        .split("/")
        .reduce<Buffer>((last, part) => createHmac("sha256", last).update(part).digest(), Buffer.from("AWS4secret"));
      const signature = createHmac("sha256", key)
        .update(["AWS4-HMAC-SHA256", "20261123T030000Z", scope, hex(canonical)].join("\n"))
        .digest("hex");
      const authorization = `AWS4-HMAC-SHA256 Credential=${credential.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
      const byHand = { ...signed, body, headers: { ...signed.headers, authorization } };
      const isSame = !/%|\/\/|\/\.{1,2}(?:\/|$)|['*]/.test(path);
      expect("caller" in (await verify(byHand))).toBe(isSame);
    },
  );

  it("refuses another secret", async () => {
    expect(await verify(await sign({ secret: "guess" }))).toEqual(refused);
  });

  it.each([
    ["another Region", { region: "us-west-2" }, "it is signed for execute-api in us-west-2; this is execute-api in us-east-1"],
    ["another service", { service: "s3" }, "it is signed for s3 in us-east-1; this is execute-api in us-east-1"],
  ])("refuses %s, and tells the owner of the key so", async (_, overrides, hint) => {
    expect(await verify(await sign(overrides))).toEqual({ hint });
    expect(await verify(await sign({ ...overrides, secret: "guess" }))).toEqual(refused);
  });

  it.each([
    ["body", (request: SignedRequest) => ({ ...request, body: Buffer.from('{"planId":"other"}') })],
    ["path", (request: SignedRequest) => ({ ...request, path: "/api/v1/plans" })],
    ["query", (request: SignedRequest) => ({ ...request, path: `${request.path}?force=true` })],
    ["method", (request: SignedRequest) => ({ ...request, method: "PUT" })],
    ["signed header", (request: SignedRequest) => ({ ...request, headers: { ...request.headers, "content-type": "text/yaml" } })],
    [
      "signature",
      (request: SignedRequest) => ({ ...request, headers: { ...request.headers, authorization: "AWS4-HMAC-SHA256 nonsense" } }),
    ],
  ])("refuses a changed %s", async (_, change) => {
    expect(await verify(change(await sign()))).toEqual(refused);
  });

  it("refuses a content hash that does not fit the body, although it is signed", async () => {
    const signed = await sign();
    expect(await verify({ ...signed, body: Buffer.from("{}"), headers: { ...signed.headers } })).toEqual(refused);
  });

  it("refuses a request without a signature, and one that is more than five minutes old", async () => {
    expect(await verify({ method: "GET", path: "/", headers: {}, body: Buffer.alloc(0) })).toEqual(refused);
    expect(await verifyAt(now.getTime() + 5 * 60_000 + 1)(await sign())).toEqual({
      hint: "it was signed at 2026-11-23T03:00:00.000Z, and it is 2026-11-23T03:05:00.001Z here: the clocks may differ by 5 minutes",
    });
    expect(await verifyAt(now.getTime() + 5 * 60_000)(await sign())).toEqual({ caller: credential });
  });

  // As curl 7.88.1 sent them: curl --aws-sigv4 aws:amz:us-east-1:execute-api --user AKIALOCAL00000000001:secret 'http://127.0.0.1:4555/api/v1/…'
  it.each([
    {
      what: "the query unsorted",
      signedAt: "20261128T201025Z",
      host: "127.0.0.1:4555",
      signature: "2660c4a16bce3ceff0da0faa95eba8392469a53583107bb361a4f5be6728abbc",
      path: "/api/v1/executions?status=failed&limit=10",
      other: "/api/v1/executions?status=failed&limit=11",
      hint: "in alphabetical order",
    },
    {
      what: "the path as it was written",
      signedAt: "20261129T192128Z",
      host: "127.0.0.1:4556",
      signature: "0bbb62141a523fefd3650bf912d6b331e2fa5d5b97cf912d8a4bbb54d34e5832",
      path: "/api/v1/plans/a%2Fb",
      other: "/api/v1/plans/a%2Fc",
      hint: "encoded once more",
    },
  ])(
    "tells the owner of a key that an old curl signed $what, and nobody else",
    async ({ signedAt, host, signature, path, other, hint }) => {
      const recorded = (sent: string): SignedRequest => ({
        method: "GET",
        path: sent,
        headers: {
          host,
          "x-amz-date": signedAt,
          authorization: `AWS4-HMAC-SHA256 Credential=AKIALOCAL00000000001/${signedAt.slice(0, 8)}/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
        },
        body: Buffer.alloc(0),
      });
      const at = verifyAt(Date.parse(signedAt.replace(/^(....)(..)(.....)(..)/, "$1-$2-$3:$4:")));
      expect(await at(recorded(path))).toEqual({ hint: expect.stringContaining(hint) });
      expect(await at(recorded(other))).toEqual(refused);
    },
  );
});
