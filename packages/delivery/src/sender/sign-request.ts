/** Signs one request to AWS by the credentials that every Lambda has in its environment: a vendor's whole SDK for one POST would weigh more than all else. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";

/** What is signed; all headers go with it. */
export interface UnsignedRequest {
  /** Absent: POST. */
  readonly method?: "POST" | "PUT" | "GET";
  readonly service: string;
  readonly region: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Resolves to all headers of the request, signature included. */
export type SignRequest = (request: UnsignedRequest) => Promise<Readonly<Record<string, string>>>;

/** A signer for the keys in this environment, read at each request: they are changed under a warm function. */
export function createSignRequest(env: Readonly<Record<string, string | undefined>>): SignRequest {
  return async ({ method = "POST", service, region, url, headers, body }) => {
    const sessionToken = env["AWS_SESSION_TOKEN"];
    const credentials = {
      accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "none",
      secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "none",
      ...(sessionToken === undefined ? {} : { sessionToken }),
    };
    const { hostname, port, host, pathname } = new URL(url);
    const signer = new SignatureV4({ service, region, sha256: Sha256, credentials, uriEscapePath: service !== "s3" });
    const signed = await signer.sign(
      new HttpRequest({
        method,
        hostname,
        ...(port === "" ? {} : { port: Number(port) }),
        path: pathname,
        headers: { host, ...headers },
        body,
      }),
    );
    return signed.headers;
  };
}
