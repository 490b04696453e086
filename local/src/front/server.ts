/** The HTTP front of the one-machine runtime: signed requests to the API, unsigned `/_local/…` for what exists only here. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { flatHeaders } from "../flat-headers.ts";
import type { LocalFunction } from "../lambda/environment.ts";
import type { LocalLog } from "../log.ts";
import { homePage, type Home } from "./home-page.ts";
import {
  createRouteTable,
  toGatewayEvent,
  toHttpResponse,
  type GatewayEvent,
  type HttpResponse,
  type Route,
  type RouteMatch,
} from "./api-gateway.ts";
import type { Dependencies } from "./dependencies.ts";
import { refuseForeign } from "./local-guard.ts";
import { issue, problem, RETRY_AFTER } from "./problem.ts";
import { limitSockets, SENDER_LIMITS, serverOptionsOf } from "./sender-limits.ts";
import type { SignedRequest, Verdict } from "./sigv4.ts";

/** A function that answers HTTP, and its routes. */
export interface Front {
  readonly routes: readonly Route[];
  readonly answers: LocalFunction;
}

/** What the front needs. `local` answers unsigned requests below `/_local/`; this listener binds the loopback interface only. */
export interface FrontDeps {
  readonly port: number;
  readonly accountId: string;
  readonly fronts: readonly Front[];
  readonly verify: (request: SignedRequest) => Promise<Verdict>;
  readonly local: (request: SignedRequest) => Promise<HttpResponse | "reset">;
  readonly dependencies: Dependencies;
  /** What the page at `/` tells. */
  readonly home: Home;
  readonly nowMs: () => number;
  readonly log: LocalLog;
}

/** What is known of whom a request is for before it is read. */
interface Found {
  readonly match: RouteMatch | undefined;
  readonly answers: LocalFunction | undefined;
}

interface Deps extends FrontDeps {
  readonly find: (request: SignedRequest) => Found;
}

/** API Gateway's own limit on a request. */
const maxBodyBytes = 10 * 1024 * 1024;

/** Listens on 127.0.0.1. Rejects when the port is taken. */
export async function startFront(given: FrontDeps): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const deps = { ...given, find: createFinder(given.fronts) };
  const server = createServer(serverOptionsOf(SENDER_LIMITS), (incoming, outgoing) => {
    void handle(deps, incoming, outgoing).catch((error: unknown) => {
      deps.log("error", `request failed: ${error instanceof Error ? error.message : String(error)}`);
      if (!outgoing.headersSent) send(outgoing, problem(500, "internal.unexpected", "the request failed; see the runtime's log"));
    });
  });
  limitSockets(server, SENDER_LIMITS);
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

async function handle(deps: Deps, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readBody(incoming);
  const instance = incoming.url?.split("?")[0];
  if (body === undefined) return send(outgoing, tooLarge(instance));
  const request: SignedRequest = {
    method: incoming.method ?? "GET",
    path: incoming.url ?? "/",
    headers: flatHeaders(incoming.headers),
    body,
  };
  if (request.path.startsWith("/_local/")) return serveLocal(deps, request, incoming, outgoing);
  if (request.path === "/" && request.method === "GET") return send(outgoing, homePage(deps.home));
  return serveRoute(deps, request, incoming, outgoing);
}

async function serveRoute(deps: Deps, request: SignedRequest, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const found = deps.find(request);
  const isOpenRoute = found.match?.route.open === true;
  const verdict: Verdict = isOpenRoute ? {} : await deps.verify(request);
  const caller = "caller" in verdict ? verdict.caller : undefined;
  if (!isOpenRoute && !caller) return send(outgoing, refused(verdict, request.path.split("?")[0]));
  const at = { accountId: deps.accountId, sourceIp: incoming.socket.remoteAddress ?? "", nowMs: deps.nowMs() };
  const event = toGatewayEvent(request, caller, found.match, at);
  send(outgoing, await invokeApi(deps, found.answers, event));
}

async function serveLocal(deps: FrontDeps, request: SignedRequest, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const refusal = refuseForeign(request, incoming.socket.localPort ?? 0);
  if (refusal) return send(outgoing, problem(refusal.status, refusal.code, refusal.detail));
  const answer = await unlessDown(deps.dependencies, "estate", () => deps.local(request));
  return answer === "reset" ? void outgoing.destroy() : send(outgoing, answer);
}

/** What the API cannot answer without; queues and bus may be late, and the estate may be broken on purpose. */
const NEEDED = "database";

/** The function's answer; 503 as soon as the database is away, also for a call that is under way. `/health` tells of each dependency. */
async function invokeApi({ dependencies }: Deps, answers: LocalFunction | undefined, event: GatewayEvent): Promise<HttpResponse> {
  if (!answers) throw new Error("no function takes what no route takes");
  const { http, timeEpoch } = event.requestContext;
  const isHealth = http.method === "GET" && /^(?:\/api\/v1)?\/health$/.test(event.rawPath);
  const answer = await unlessDown(dependencies, NEEDED, async () => toHttpResponse(await answers.invoke(event)));
  const heard = answer.status >= 500 && dependencies.wasDown(NEEDED, timeEpoch) ? unavailable(NEEDED) : answer;
  return isHealth ? withDependencies(heard, dependencies) : heard;
}

/** What `ask` resolves to, or 503 as soon as the dependency is down. */
async function unlessDown<T>(dependencies: Dependencies, name: string, ask: () => Promise<T>): Promise<T | HttpResponse> {
  const answered = new AbortController();
  try {
    return await Promise.race([dependencies.untilDown(name, answered.signal).then(() => unavailable(name)), ask()]);
  } finally {
    // With a reason of its own no exception is made.
    answered.abort("answered");
  }
}

function unavailable(name: string): HttpResponse {
  const detail = `the ${name} of this runtime does not answer; it is being started again. What you asked for may have happened: ask, or send it again with the same Idempotency-Key`;
  const answer = problem(503, "local.dependency_down", detail);
  return { ...answer, headers: { ...answer.headers, ...RETRY_AFTER } };
}

/** Health with every dependency by name, also where the database is away and nothing else can be said. */
function withDependencies(answer: HttpResponse, dependencies: Dependencies): HttpResponse {
  const states = dependencies.states();
  const body = JSON.stringify({ ...(JSON.parse(answer.body.toString()) as object), dependencies: states });
  if (states.every(({ state }) => state === "up")) return { ...answer, body };
  return { ...answer, status: 503, headers: { ...answer.headers, ...RETRY_AFTER }, body };
}

/** Who answers: whose route it is, and for what no route takes, who takes the rest. */
function createFinder(fronts: readonly Front[]): Deps["find"] {
  const matchRoute = createRouteTable(fronts.flatMap(({ routes }) => routes));
  const byRoute = new Map(fronts.flatMap(({ routes, answers }) => routes.map((route) => [route, answers] as const)));
  const rest = fronts.find(({ routes }) => routes.some(({ path }) => path === "/{proxy+}"))?.answers;
  return ({ method, path }) => {
    const match = matchRoute(method, path.split("?")[0] ?? "");
    return { match, answers: match ? byRoute.get(match.route) : rest };
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  outgoing.writeHead(status, headers).end(body);
}

function refused(verdict: Verdict, instance: string | undefined): HttpResponse {
  const hint = "hint" in verdict ? { hint: verdict.hint } : {};
  const detail = "the request is not signed by a known caller";
  const where = issue(
    "authorization",
    "auth.forbidden",
    detail,
    "a signature of AWS Signature Version 4, or with AUTH_MODE=cognito an access token, of this runtime",
  );
  return problem(403, "auth.forbidden", detail, { title: "Forbidden", ...hint, ...where, instance });
}

function tooLarge(instance: string | undefined): HttpResponse {
  const detail = `a request may have at most ${maxBodyBytes} bytes`;
  const where = issue("body", "http.body_too_large", detail, `at most ${maxBodyBytes} bytes`);
  return problem(413, "http.body_too_large", detail, { title: "Body too large", ...where, instance });
}

/** The body, or undefined when it passes the limit; the rest is then read and thrown away, so that the caller hears the answer. */
function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
    });
    incoming.once("end", () => resolve(bytes <= maxBodyBytes ? Buffer.concat(chunks) : undefined));
    incoming.once("error", reject);
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
}
