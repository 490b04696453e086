/** Hands `/_local/…` on to the estate and to the inbox, which listen on ports of their own. */
import type { HttpResponse } from "./api-gateway.ts";
import type { SignedRequest } from "./sigv4.ts";

/** Forwards a request; `reset` when the other side tore the connection down. */
export function createLocalProxy({
  estate,
  inbox,
}: {
  readonly estate: string;
  readonly inbox: string;
}): (request: SignedRequest) => Promise<HttpResponse | "reset"> {
  return async ({ method, path, headers, body }) => {
    try {
      const response = await fetch(new URL(path, path.startsWith("/_local/inbox") ? inbox : estate), {
        method,
        headers: { "content-type": headers["content-type"] ?? "application/json", accept: headers["accept"] ?? "*/*" },
        ...(body.length > 0 && { body: new Uint8Array(body) }),
      });
      const type = response.headers.get("content-type") ?? "application/json";
      return { status: response.status, headers: { "content-type": type }, body: await response.text() };
    } catch {
      return "reset";
    }
  };
}
