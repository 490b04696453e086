/** Who is calling: what is added to a request so that the API knows it. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";

/** A request as it will be sent. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Gives the headers to send, those of the request among them. Asked anew for every try: a signature is valid for minutes. */
export type Authorize = (request: OutgoingRequest) => Promise<Readonly<Record<string, string>>>;

/** Keys of a principal; `sessionToken` for those that a role lends. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Signs with SigV4 for `execute-api`, API Gateway's service name. `credentials` may be asked again and again: the SDK's providers renew. */
export function sigV4(options: { readonly region: string; readonly credentials: Credentials | (() => Promise<Credentials>) }): Authorize {
  const { region, credentials } = options;
  const signer = new SignatureV4({ credentials, region, service: "execute-api", sha256: Sha256 });
  return async ({ method, url, headers, body }) => {
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
        headers: { ...headers, host: url.host },
        ...(body !== undefined && { body }),
      }),
    );
    const { host: _, ...sent } = signed.headers;
    return sent;
  };
}

/** Sends a JWT, where the platform is deployed with `AUTH_MODE=cognito`. `token` is asked for every try, so it may renew itself. */
export function bearer(token: () => Promise<string>): Authorize {
  return async ({ headers }) => ({ ...headers, authorization: `Bearer ${await token()}` });
}
