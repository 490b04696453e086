/** Verifies AWS Signature Version 4 by signing the request again and comparing: as it is written where that is what is signed, else by the SDK's signer. */
import { createHmac, createSecretKey, hash, timingSafeEqual, type KeyObject } from "node:crypto";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Credential, TokenBearer } from "./credentials.ts";
import { NativeSha256 } from "./native-sha256.ts";

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

/** What came of a request: who signed it, or what to tell whoever sent it. */
export type Verdict = { readonly caller: Credential | TokenBearer } | { readonly hint?: string };

const UNSORTED_HINT =
  "the signature covers the query parameters as they were written; SigV4 wants them sorted and encoded (curl does so from 8.3 on): write them in alphabetical order, and `:` as %3A";
const PATH_HINT =
  "the signature covers the path as it was written; SigV4 wants what is encoded in it encoded once more, which old versions of curl do not do: write the path without % and `:`, or sign with an AWS SDK or `dr api`";

/** The same for whoever did not sign and for whoever signed wrongly. */
const HOW_TO_SIGN =
  "sign it with AWS SigV4, service execute-api (curl --aws-sigv4, any AWS SDK, `dr`); a key pair per role is in what `pnpm dev` printed";

/** Who signed the request. Whoever calls with a wrong signature learns only how one signs; whoever proves the key, what was wrong. */
export function createSigV4Verifier({ region, service, credentials, nowMs }: VerifierDeps): (request: SignedRequest) => Promise<Verdict> {
  const byKey = new Map(credentials.map((credential) => [credential.accessKeyId, credential]));
  const keyOf = createKeyBook();

  return async (request) => {
    const claim = parseClaim(request);
    const credential = byKey.get(claim?.accessKeyId ?? "");
    if (!claim || !credential) return { hint: HOW_TO_SIGN };
    const bodyHash = hash("sha256", request.body, "hex");
    const asWritten = isSignature(signWritten(request, claim, { bodyHash, keyOf, credential }), claim.signature);
    const isProven = asWritten && isSignedAsWritten(request, claim);
    if (!isProven && !isSignature(await sign(request, claim, credential), claim.signature))
      return { hint: asWritten ? hintFor(request.path) : HOW_TO_SIGN };
    const hint = wrongIn(claim) ?? (bodyMatches(request, bodyHash) ? undefined : HOW_TO_SIGN);
    return hint === undefined ? { caller: credential } : { hint };
  };

  /** What the owner of a key is told of a signature that is not for here, or not of now. */
  function wrongIn(claim: Claim): string | undefined {
    if (claim.region !== region || claim.service !== service)
      return `it is signed for ${claim.service} in ${claim.region}; this is ${service} in ${region}`;
    if (Math.abs(nowMs() - claim.date.getTime()) <= maxSkewMs) return undefined;
    return `it was signed at ${claim.date.toISOString()}, and it is ${new Date(nowMs()).toISOString()} here: the clocks may differ by 5 minutes`;
  }
}

function isSignature(expected: string | undefined, given: string): boolean {
  return expected !== undefined && timingSafeEqual(Buffer.from(expected), Buffer.from(given));
}

/** What was wrong with a request that was signed as it is written, as old versions of curl do. */
function hintFor(target: string): string {
  if (!isPlainPath(target)) return PATH_HINT;
  return target.includes("&") ? UNSORTED_HINT : HOW_TO_SIGN;
}

/** Nothing in the path would be encoded once more. */
function isPlainPath(target: string): boolean {
  return /^[\w/.~-]*$/.test(target.split("?")[0] ?? "");
}

const CONTENT_HASH = "x-amz-content-sha256";

/** There is nothing to encode, to take out, to sort or to add: what is signed is what is written. */
function isSignedAsWritten({ path, headers }: SignedRequest, { signedHeaders }: Claim): boolean {
  const isSorted = signedHeaders.every((name, index) => index === 0 || (signedHeaders[index - 1] ?? "") < name);
  const isWhole = headers[CONTENT_HASH] === undefined || signedHeaders.includes(CONTENT_HASH);
  return isSorted && isWhole && /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(path);
}

/** The signature of the request as it is written. Old versions of curl sign path and query so, whatever they hold: that proves the key, so its owner may be told. */
function signWritten(
  { path: target, method, headers: sent }: SignedRequest,
  { signedHeaders, region, service }: Claim,
  { bodyHash, keyOf, credential }: { readonly bodyHash: string; readonly keyOf: KeyBook; readonly credential: Credential },
): string {
  const [path = "", query = ""] = target.split("?");
  const headers = signedHeaders.map((name) => `${name}:${(sent[name] ?? "").trim().replaceAll(/[ \t]+/g, " ")}\n`).join("");
  const canonical = [method, path, query, headers, signedHeaders.join(";"), bodyHash].join("\n");
  const stamp = sent["x-amz-date"] ?? "";
  const scope = `${stamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, hash("sha256", canonical, "hex")].join("\n");
  return createHmac("sha256", keyOf(credential, scope)).update(toSign).digest("hex");
}

/** The key of a credential for a scope (day, Region and service). */
type KeyBook = (credential: Credential, scope: string) => KeyObject;

/** Whoever signs has one scope a day. Wrong ones are anybody's to think of, so the book is begun anew when it is full. */
const MAX_KEYS = 100;

function createKeyBook(): KeyBook {
  const known = new Map<string, KeyObject>();
  return ({ accessKeyId, secretAccessKey }, scope) => {
    const name = `${accessKeyId} ${scope}`;
    const found = known.get(name);
    if (found) return found;
    const secret = Buffer.from(`AWS4${secretAccessKey}`);
    const key = createSecretKey(scope.split("/").reduce<Buffer>((last, part) => createHmac("sha256", last).update(part).digest(), secret));
    if (known.size >= MAX_KEYS) known.clear();
    known.set(name, key);
    return key;
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
function bodyMatches({ headers }: SignedRequest, bodyHash: string): boolean {
  const claimed = headers[CONTENT_HASH];
  return claimed === undefined || claimed === bodyHash;
}

async function sign(request: SignedRequest, claim: Claim, credential: Credential): Promise<string | undefined> {
  const { region, service, signedHeaders, date } = claim;
  const signer = new SignatureV4({ credentials: credential, region, service, sha256: NativeSha256, applyChecksum: false });
  const url = new URL(request.path, "http://local");
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, request.headers[name] ?? ""]));
  const contentHash = request.headers[CONTENT_HASH];
  const query: Record<string, string | string[]> = {};
  for (const key of new Set(url.searchParams.keys())) query[key] = url.searchParams.getAll(key);
  const signed = await signer.sign(
    new HttpRequest({
      method: request.method,
      path: url.pathname,
      query,
      headers: contentHash === undefined ? headers : { ...headers, [CONTENT_HASH]: contentHash },
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
