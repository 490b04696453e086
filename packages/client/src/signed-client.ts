/** A caller of the API that says nothing of routes: any request, signed, once. For tests, the demo and whoever looks at raw answers. */
import { sigV4 } from "./authorization.ts";
import { toBody } from "./to-body.ts";

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

/** A client that signs for `execute-api`, and does not repeat anything. */
export function createSignedClient({ endpoint, region, accessKeyId, secretAccessKey }: SignedClientOptions): SignedClient {
  const authorize = sigV4({ region, credentials: { accessKeyId, secretAccessKey } });
  const base = new URL(endpoint);

  return async <Body>({ method, path, body, contentType = "application/json", headers = {} }: ApiCall) => {
    const url = new URL(path, base);
    const payload = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const own = { ...headers, ...(payload !== undefined && { "content-type": contentType }) };
    const sent = await authorize({ method, url, headers: own, ...(payload !== undefined && { body: payload }) });
    const response = await fetch(url, { method, headers: sent, ...(payload !== undefined && { body: payload }) });
    return { status: response.status, headers: response.headers, body: toBody(await response.text()) as Body };
  };
}
