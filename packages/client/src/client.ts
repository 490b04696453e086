/** The typed client: one method per operation of the route table, with retries that repeat no effect. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleepFor } from "node:timers/promises";
import type { Authorize } from "./authorization.ts";
import { API_BASE, PATHS } from "./paths.ts";
import { ApiProblem, NoAnswer, toProblem, type Problem } from "./problem.ts";
import type { Answer, Client, RequestOptions } from "./request-types.ts";
import { backoffMs, waitBeforeRetry } from "./retry.ts";
import { toBody } from "./to-body.ts";

/** What a client needs. Those with a default are replaced in tests. */
export interface ClientDeps {
  /** Base of the API, with or without the stage: `https://<id>.execute-api.<region>.amazonaws.com`. */
  readonly endpoint: string;
  readonly authorize: Authorize;
  /** Tries of one call, the first one included; 4 by default. */
  readonly attempts?: number;
  /** How long one try may take, beyond what `waitSeconds` asked for; 30,000 by default. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  readonly sleep?: (ms: number) => Promise<unknown>;
  readonly random?: () => number;
  readonly newKey?: () => string;
}

interface LooseRequest extends RequestOptions {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

interface Prepared {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * A client of the API. A call resolves with a successful answer and otherwise throws `ApiProblem` (the API refused) or `NoAnswer`. Requests
 * that change something carry an `Idempotency-Key`, so that a try whose answer was lost is repeated without repeating its effect.
 */
export function createClient(deps: ClientDeps): Client {
  return Object.fromEntries(
    Object.entries(PATHS).map(([operation, [method, path]]) => [
      operation,
      (request: LooseRequest) => call(deps, prepare(deps, method, path, request), request),
    ]),
  ) as unknown as Client;
}

function prepare({ endpoint, newKey = randomUUID }: ClientDeps, method: string, path: string, request: LooseRequest): Prepared {
  const { body } = request;
  const key = method === "GET" ? undefined : (request.idempotencyKey ?? newKey());
  const headers = toHeaders(request, key);
  const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  return { method, url: toUrl(endpoint, path, request), headers, ...sent };
}

function toUrl(endpoint: string, path: string, { params, query }: LooseRequest): URL {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
  const url = new URL(`${endpoint.replace(/\/+$/, "")}${API_BASE}${filled}`);
  for (const [key, value] of Object.entries(query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) url.searchParams.append(key, String(each));
  }
  return url;
}

function toHeaders({ body, contentType, waitSeconds, ifNoneMatch, ifMatch, accept }: LooseRequest, key: string | undefined) {
  const ofBody = contentType ?? (typeof body === "string" ? "application/yaml" : "application/json");
  const wanted = {
    "content-type": body === undefined ? undefined : ofBody,
    "idempotency-key": key,
    prefer: waitSeconds === undefined ? undefined : `wait=${waitSeconds}`,
    "if-none-match": ifNoneMatch,
    "if-match": ifMatch,
    accept,
  };
  return Object.fromEntries(Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function call(deps: ClientDeps, prepared: Prepared, request: LooseRequest): Promise<Answer<unknown>> {
  const { attempts = 4, sleep = sleepFor, random = Math.random } = deps;
  for (let tried = 0; ; tried += 1) {
    const last = tried + 1 >= attempts;
    const outcome = await tryOnce(deps, prepared, request);
    if ("answer" in outcome) return outcome.answer;
    const pause =
      "problem" in outcome ? waitBeforeRetry(tried, { ...outcome, code: outcome.problem.code }, random()) : backoffMs(tried, random());
    if (last || pause === undefined || request.signal?.aborted === true) throw toError(outcome, prepared);
    await sleep(pause);
  }
}

type Outcome =
  | { readonly answer: Answer<unknown> }
  | { readonly problem: Problem; readonly status: number; readonly headers: Headers }
  | { readonly lost: unknown };

async function tryOnce(deps: ClientDeps, { method, url, headers, body }: Prepared, request: LooseRequest): Promise<Outcome> {
  const { authorize, timeoutMs = 30_000, fetch: send = fetch } = deps;
  const sent = await authorize({ method, url, headers, ...(body !== undefined && { body }) });
  const patience = AbortSignal.timeout(timeoutMs + (request.waitSeconds ?? 0) * 1_000);
  const signal = request.signal ? AbortSignal.any([request.signal, patience]) : patience;
  try {
    const response = await send(url, { method, headers: sent, signal, ...(body !== undefined && { body }) });
    const { status, headers: said } = response;
    const content = toBody(await response.text());
    if (response.ok || status === 304) return { answer: { status, headers: said, etag: said.get("etag") ?? undefined, body: content } };
    return { problem: toProblem(status, content), status, headers: said };
  } catch (error) {
    return { lost: error };
  }
}

function toError(outcome: Exclude<Outcome, { answer: unknown }>, { method, url, headers }: Prepared): Error {
  if ("problem" in outcome) return new ApiProblem(outcome.problem);
  const why =
    outcome.lost instanceof Error ? (outcome.lost.cause instanceof Error ? outcome.lost.cause.message : outcome.lost.message) : "";
  const idempotencyKey = headers["idempotency-key"];
  return new NoAnswer(`${method} ${url.origin}${url.pathname}: no answer: ${why}`, { cause: outcome.lost, idempotencyKey });
}
