/** Verifies AWS Signature Version 4 by signing the request again and comparing. */
import { createHash, timingSafeEqual } from "node:crypto";
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Credential } from "./credentials.ts";

/** A request as it came over the wire; `path` is the raw target with its query. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What the verifier needs. Requests older or newer than five minutes are refused, as AWS does. */
export interface VerifierDeps {
  readonly region: string;
  readonly service: string;
  readonly credentials: readonly Credential[];
  readonly nowMs: () => number;
}

const maxSkewMs = 5 * 60_000;
const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** The credential that signed the request, or undefined: whoever calls learns only that it was refused, not why. */
export function createSigV4Verifier({
  region,
  service,
  credentials,
  nowMs,
}: VerifierDeps): (request: SignedRequest) => Promise<Credential | undefined> {
  const byKey = new Map(credentials.map((credential) => [credential.accessKeyId, credential]));

  return async (request) => {
    const match = authorization.exec(request.headers["authorization"] ?? "");
    const date = parseAmzDate(request.headers["x-amz-date"]);
    if (!match || date === undefined || Math.abs(nowMs() - date.getTime()) > maxSkewMs) return undefined;
    const [, accessKeyId = "", day = "", signedRegion, signedService, signedHeaders = "", signature = ""] = match;
    const credential = byKey.get(accessKeyId);
    if (!credential || signedRegion !== region || signedService !== service || day !== request.headers["x-amz-date"]?.slice(0, 8))
      return undefined;
    const names = signedHeaders.split(";");
    if (!names.includes("host") || !names.includes("x-amz-date") || !bodyMatches(request)) return undefined;
    const expected = await sign(request, names, { credential, region, service, date });
    return expected !== undefined && timingSafeEqual(Buffer.from(expected), Buffer.from(signature)) ? credential : undefined;
  };
}

/** The signer trusts a content hash that the request brings along, so it is checked against the body first. */
function bodyMatches(request: SignedRequest): boolean {
  const claimed = request.headers["x-amz-content-sha256"];
  return claimed === undefined || claimed === createHash("sha256").update(request.body).digest("hex");
}

async function sign(
  request: SignedRequest,
  names: readonly string[],
  { credential, region, service, date }: { credential: Credential; region: string; service: string; date: Date },
): Promise<string | undefined> {
  const signer = new SignatureV4({ credentials: credential, region, service, sha256: Sha256, applyChecksum: false });
  const url = new URL(request.path, "http://local");
  const headers = Object.fromEntries(names.map((name) => [name, request.headers[name] ?? ""]));
  const contentHash = request.headers["x-amz-content-sha256"];
  const query: Record<string, string | string[]> = {};
  for (const key of new Set(url.searchParams.keys())) query[key] = url.searchParams.getAll(key);
  const signed = await signer.sign(
    new HttpRequest({
      method: request.method,
      path: url.pathname,
      query,
      headers: contentHash === undefined ? headers : { ...headers, "x-amz-content-sha256": contentHash },
      body: request.body,
    }),
    { signingDate: date, signableHeaders: new Set(names) },
  );
  return /Signature=([0-9a-f]{64})/.exec(signed.headers["authorization"] ?? "")?.[1];
}

function parseAmzDate(value: string | undefined): Date | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(value ?? "");
  if (!parts) return undefined;
  const date = new Date(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
