/** One way through for every request: match, authorise, check, do once. */
import type { HttpRequest, HttpResponse, HttpRoute } from "@dr/runtime";
import { z } from "zod";
import { authorise } from "../access.ts";
import type { Idempotency } from "../idempotency/idempotency.ts";
import { assertText } from "./assert-text.ts";
import { compressLarge } from "./compress.ts";
import { readDocument, readJson } from "./document-body.ts";
import { createMatcher } from "./match.ts";
import type { Route } from "./route.ts";

/** What the router is built from. */
export interface RouterDeps {
  readonly routes: readonly Route[];
  readonly idempotency: Idempotency;
}

/**
 * Answers a request by its route. Errors are thrown for the wrapper to map: `http.*` for the request itself, `auth.forbidden`, zod errors
 * for parameters and bodies, `idempotency.*`, and what the handler throws.
 */
export function createRouter({ routes, idempotency }: RouterDeps): HttpRoute {
  const match = createMatcher(routes);
  return async (request, { logger, remainingMs }) => {
    const { route, params } = match(request);
    const caller = request.caller();
    const actor = authorise(caller, route.permission);
    const input = {
      params: checked(route.params, params),
      query: checked(route.query, request.query),
      body: readBody(route, request),
      actor,
      assertMay: (permission: Parameters<typeof authorise>[1]) => void authorise(caller, permission),
      headers: request.headers,
      correlationId: request.correlationId,
      logger: logger.with({ route: `${route.method} ${route.path}`, principal: actor.principal }),
      remainingMs,
    };
    const answer = (once: { requestId: string; repeated: boolean }): Promise<HttpResponse> => route.handle({ ...input, ...once });
    if (route.method === "POST") return idempotency.run({ request, principal: actor.principal }, answer);
    return compressLarge(await answer(idempotency.fresh()), request.headers["accept-encoding"]);
  };
}

function readBody(route: Route, request: HttpRequest): unknown {
  if (route.body === undefined) return undefined;
  if (route.body === "document") return readDocument(request);
  const body = checked(route.body, readJson(request), "body");
  assertText(body);
  return body;
}

function checked(schema: z.ZodType | undefined, value: unknown, prefix?: string): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // A missing body has no path of its own; the word tells more than an empty string.
  throw prefix === undefined || value !== undefined
    ? parsed.error
    : new z.ZodError(parsed.error.issues.map((issue) => ({ ...issue, path: issue.path.length === 0 ? [prefix] : issue.path })));
}
