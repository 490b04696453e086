/** The HTTP front of the one-machine runtime: signed requests to the API, unsigned `/_local/…` for what exists only here. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LocalFunction } from "../lambda/environment.ts";
import type { LocalLog } from "../log.ts";
import { matchRoute, toGatewayEvent, toHttpResponse, type HttpResponse, type Route } from "./api-gateway.ts";
import type { Credential } from "./credentials.ts";
import type { SignedRequest } from "./sigv4.ts";

/** What the front needs. `local` answers unsigned requests below `/_local/`; this listener binds the loopback interface only. */
export interface FrontDeps {
  readonly port: number;
  readonly accountId: string;
  readonly routes: readonly Route[];
  readonly api: LocalFunction;
  readonly verify: (request: SignedRequest) => Promise<Credential | undefined>;
  readonly local: (request: SignedRequest) => Promise<HttpResponse | "reset">;
  readonly nowMs: () => number;
  readonly log: LocalLog;
}

/** API Gateway's own limit on a request. */
const maxBodyBytes = 10 * 1024 * 1024;

/** Listens on 127.0.0.1. Rejects when the port is taken. */
export async function startFront(deps: FrontDeps): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    void handle(deps, incoming, outgoing).catch((error: unknown) => {
      deps.log("error", `request failed: ${error instanceof Error ? error.message : String(error)}`);
      if (!outgoing.headersSent) send(outgoing, problem(500, "internal.unexpected", "the request failed; see the runtime's log"));
    });
  });
  await listen(server, deps.port);
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 1000).unref();
      }),
  };
}

async function handle(deps: FrontDeps, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readBody(incoming);
  if (body === undefined) return send(outgoing, problem(413, "http.body_too_large", `a request may have at most ${maxBodyBytes} bytes`));
  const request: SignedRequest = { method: incoming.method ?? "GET", path: incoming.url ?? "/", headers: flatten(incoming), body };
  if (request.path.startsWith("/_local/")) {
    const answer = await deps.local(request);
    return answer === "reset" ? void outgoing.destroy() : send(outgoing, answer);
  }
  const caller = isOpen(deps.routes, request) ? "anybody" : await deps.verify(request);
  if (!caller) return send(outgoing, problem(403, "auth.forbidden", "the request is not signed by a known caller"));
  const at = { accountId: deps.accountId, sourceIp: incoming.socket.remoteAddress ?? "", nowMs: deps.nowMs() };
  send(
    outgoing,
    toHttpResponse(await deps.api.invoke(toGatewayEvent(request, caller === "anybody" ? undefined : caller, deps.routes, at))),
  );
}

function isOpen(routes: readonly Route[], { method, path }: SignedRequest): boolean {
  return matchRoute(routes, method, path.split("?")[0] ?? "")?.route.open === true;
}

function send(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  outgoing.writeHead(status, headers).end(body);
}

function problem(status: number, code: string, detail: string): HttpResponse {
  const body = JSON.stringify({ type: `urn:dr-orchestration:problem:${code}`, title: detail, status, code, detail });
  return { status, headers: { "content-type": "application/problem+json" }, body };
}

/** The body, or undefined when it passes the limit; the rest is then read and thrown away, so that the caller hears the answer. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += (chunk as Buffer).length;
    if (bytes <= maxBodyBytes) chunks.push(chunk as Buffer);
  }
  return bytes <= maxBodyBytes ? Buffer.concat(chunks) : undefined;
}

function flatten(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : (value ?? "")]),
  );
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
}
