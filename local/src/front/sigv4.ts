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
  /^AWS4-HMAC-SHA256 Credential=(?<accessKeyId>[^/]+)\/(?<day>\d{8})\/(?<region>[^/]+)\/(?<service>[^/]+)\/aws4_request, ?SignedHeaders=(?<names>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$/;

/** The credential that signed the request, or undefined: whoever calls learns only that it was refused, not why. */
export function createSigV4Verifier({
  region,
  service,
  credentials,
  nowMs,
}: VerifierDeps): (request: SignedRequest) => Promise<Credential | undefined> {
  const byKey = new Map(credentials.map((credential) => [credential.accessKeyId, credential]));

  return async (request) => {
    const claim = parseClaim(request);
    const credential = byKey.get(claim?.accessKeyId ?? "");
    if (!claim || !credential || claim.region !== region || claim.service !== service) return undefined;
    if (Math.abs(nowMs() - claim.date.getTime()) > maxSkewMs || !bodyMatches(request)) return undefined;
    const expected = await sign(request, claim, credential);
    return expected !== undefined && timingSafeEqual(Buffer.from(expected), Buffer.from(claim.signature)) ? credential : undefined;
  };
}

/** What the Authorization header claims; undefined when it is malformed, inconsistent, or leaves out what must be signed. */
interface Claim {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: Date;
}

function parseClaim({ headers }: SignedRequest): Claim | undefined {
  const claimed = authorization.exec(headers["authorization"] ?? "")?.groups as
    | (Omit<Claim, "date" | "signedHeaders"> & { day: string; names: string })
    | undefined;
  const stamp = headers["x-amz-date"];
  const date = parseAmzDate(stamp);
  if (!claimed || date === undefined || stamp?.startsWith(claimed.day) !== true) return undefined;
  const signedHeaders = claimed.names.split(";");
  const complete = ["host", "x-amz-date"].every((name) => signedHeaders.includes(name));
  return complete ? { ...claimed, signedHeaders, date } : undefined;
}

/** The signer trusts a content hash that the request brings along, so it is checked against the body first. */
function bodyMatches(request: SignedRequest): boolean {
  const claimed = request.headers["x-amz-content-sha256"];
  return claimed === undefined || claimed === createHash("sha256").update(request.body).digest("hex");
}

async function sign(request: SignedRequest, claim: Claim, credential: Credential): Promise<string | undefined> {
  const { region, service, signedHeaders, date } = claim;
  const signer = new SignatureV4({ credentials: credential, region, service, sha256: Sha256, applyChecksum: false });
  const url = new URL(request.path, "http://local");
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, request.headers[name] ?? ""]));
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
    { signingDate: date, signableHeaders: new Set(signedHeaders) },
  );
  return /Signature=([0-9a-f]{64})/.exec(signed.headers["authorization"] ?? "")?.[1];
}

function parseAmzDate(value: string | undefined): Date | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(value ?? "");
  if (!parts) return undefined;
  const date = new Date(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
