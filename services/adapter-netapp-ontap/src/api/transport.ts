/** One request to a cluster: HTTPS with the given authority and nothing else, never unverified. */
import { request as httpsRequest } from "node:https";

/** What is sent. `path` begins with `/api`. */
export interface OntapRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: object;
}
/** ONTAP's error object. */
export interface ErrorShape {
  readonly code: string;
  readonly message: string;
}
/** Status and parsed body. */
export interface OntapAnswer {
  readonly status: number;
  readonly body: unknown;
}
/** Sends a request once. Throws errors of the network with their `code`. */
export type Transport = (request: OntapRequest) => Promise<OntapAnswer>;

/** How a cluster is reached. `ca`: PEM of the authority that signed its certificate; `serverName`: the name in it, where the endpoint is another. */
export interface ClusterAddress {
  readonly endpoint: string;
  readonly serverName?: string | undefined;
  readonly username: string;
  readonly password: string;
  readonly ca?: string | undefined;
}

const TIMEOUT_MS = 20_000;

/** A transport over HTTPS. A certificate that the authority did not sign, or of another name, is an error of the network. */
export function createHttpsTransport(address: ClusterAddress): Transport {
  return async (request) => {
    const { status, text } = await send(address, request);
    return { status, body: text === "" ? {} : (JSON.parse(text) as unknown) };
  };
}

function send(
  { endpoint, serverName, username, password, ca }: ClusterAddress,
  { method, path, body }: OntapRequest,
): Promise<{ readonly status: number; readonly text: string }> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const length = sent === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(sent) };
  const options = {
    method,
    headers: { authorization, accept: "application/json", ...length },
    timeout: TIMEOUT_MS,
    minVersion: "TLSv1.2",
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  } as const;
  return new Promise((resolve, reject) => {
    const request = httpsRequest(new URL(path, endpoint), options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }));
    });
    request.on("timeout", () => request.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })));
    request.on("error", reject);
    request.end(sent);
  });
}
