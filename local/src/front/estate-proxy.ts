/** Hands `/_local/estate/…` on to the estate, which listens on a port of its own. */
import type { HttpResponse } from "./api-gateway.ts";
import type { SignedRequest } from "./sigv4.ts";

/** Forwards a request; `reset` when the estate tore the connection down. */
export function createEstateProxy(endpoint: string): (request: SignedRequest) => Promise<HttpResponse | "reset"> {
  return async ({ method, path, headers, body }) => {
    try {
      const response = await fetch(new URL(path, endpoint), {
        method,
        headers: { "content-type": headers["content-type"] ?? "application/json" },
        ...(body.length > 0 && { body: new Uint8Array(body) }),
      });
      const type = response.headers.get("content-type") ?? "application/json";
      return { status: response.status, headers: { "content-type": type }, body: await response.text() };
    } catch {
      return "reset";
    }
  };
}
