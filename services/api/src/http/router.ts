/** One way through for every request: match, authorise, check, do once. */
import { noQuery } from "@dr/routes";
import type { HttpRequest, HttpResponse, HttpRoute } from "@dr/runtime";
import { identifyCaller } from "../access.ts";
import type { Idempotency } from "../idempotency/idempotency.ts";
import { assertText } from "./assert-text.ts";
import { check } from "./check.ts";
import { compressLarge } from "./compress.ts";
import { readDocument, readJson } from "./document-body.ts";
import { matchRoute, withoutBase, type Matched } from "./match.ts";
import type { Handlers, RequestInput } from "./route.ts";

/** What the router is built from. */
export interface RouterDeps {
  readonly handlers: Handlers;
  readonly idempotency: Idempotency;
}

type AnyHandler = (
  input: RequestInput & { readonly params: unknown; readonly query: unknown; readonly body: unknown },
) => Promise<HttpResponse>;

/**
 * Answers a request by its row. Errors are thrown for the wrapper to map: `http.*` and `request.*` for the request itself, `auth.forbidden`,
 * `idempotency.*`, and what the handler throws.
 */
export function createRouter({ handlers, idempotency }: RouterDeps): HttpRoute {
  return async (request, { logger, remainingMs }) => {
    const { row, params } = matchRoute(request);
    const { actor, assertMay } = identifyCaller(request.caller, row.access);
    const input = {
      params: row.params && check(row.params, params, "path"),
      query: check(row.query ?? noQuery, request.query, "query"),
      body: readBody(row, request),
      actor,
      assertMay,
      headers: request.headers,
      correlationId: request.correlationId,
      logger: logger.with({ operation: row.operation, principal: actor.principal }),
      remainingMs,
    };
    // The table's types hold row and handler together; here they meet by name.
    const handle = handlers[row.operation] as unknown as AnyHandler;
    const answer = (once: { requestId: string; repeated: boolean }): Promise<HttpResponse> => handle({ ...input, ...once });
    const about = { request: { ...request, path: withoutBase(request.path) }, principal: actor.principal };
    if (row.method === "POST") return idempotency.run(about, answer);
    return compressLarge(await answer(idempotency.fresh()), request.headers["accept-encoding"]);
  };
}

function readBody(row: Matched, request: HttpRequest): unknown {
  if (row.body === undefined) return undefined;
  if (row.body === "plan_document") return readDocument(request);
  const body = check(row.body, readJson(request), "body");
  assertText(body);
  return body;
}
