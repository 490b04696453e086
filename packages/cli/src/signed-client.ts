/** A caller of the API with SigV4-signed HTTP, as any AWS-aware client would sign; used by the demo, the end-to-end tests and the benchmarks. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";

/** The answer to a call; `body` is parsed JSON, or the text when it is not JSON. */
export interface ApiAnswer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** What to send. `body` may be text (with its own content type) or anything that becomes JSON. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the API as one principal. Never throws for an HTTP status; throws when there is no connection. */
export type SignedClient = <Body = Record<string, unknown>>(call: ApiCall) => Promise<ApiAnswer<Body>>;

/** Where to call, and as whom. */
export interface SignedClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A client that signs for `execute-api`, API Gateway's service name. */
export function createSignedClient({ endpoint, region, accessKeyId, secretAccessKey }: SignedClientOptions): SignedClient {
  const signer = new SignatureV4({ credentials: { accessKeyId, secretAccessKey }, region, service: "execute-api", sha256: Sha256 });
  const base = new URL(endpoint);

  return async <Body>({ method, path, body, contentType = "application/json", headers = {} }: ApiCall) => {
    const url = new URL(path, base);
    const payload = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const query: Record<string, string | string[]> = {};
    for (const key of new Set(url.searchParams.keys())) query[key] = url.searchParams.getAll(key);
    const signed = await signer.sign(
      new HttpRequest({
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        port: Number(url.port),
        path: url.pathname,
        query,
        headers: { ...headers, host: url.host, ...(payload !== undefined && { "content-type": contentType }) },
        ...(payload !== undefined && { body: payload }),
      }),
    );
    const { host: _, ...sent } = signed.headers;
    const response = await fetch(url, { method, headers: sent, ...(payload !== undefined && { body: payload }) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) as Body };
  };
}

function parse(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
