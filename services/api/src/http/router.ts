/** One way through for every request: match, authorise, check, do once. */
import { toFailure } from "@dr/events";
import { noQuery } from "@dr/routes";
import type { HttpRequest, HttpResponse, HttpRoute, Logger } from "@dr/runtime";
import type { AuditTrail } from "@dr/delivery";
import { createRequestAudit, NOBODY, type RequestAudit } from "../audit-requests.ts";
import type { Identities, Identity } from "../identity/identity.ts";
import { callerIn } from "../identity/person.ts";
import type { Idempotency } from "../idempotency/idempotency.ts";
import { assertText } from "./assert-text.ts";
import { check } from "./check.ts";
import { assertConditions, assertMatches, assertOnce, assertPlain } from "./conditions.ts";
import { unlessKnown } from "./conditional.ts";
import { compressLarge } from "./compress.ts";
import { readDocument, readJson } from "./document-body.ts";
import { matchRoute, withoutBase, type Match, type Matched } from "./match.ts";
import type { Handlers, RequestInput } from "./route.ts";
import type { Throttle } from "./throttle.ts";

/** What the router is built from. */
export interface RouterDeps {
  readonly handlers: Handlers;
  readonly identities: Identities;
  readonly throttle: Throttle;
  readonly idempotency: Idempotency;
  /** Where commands and refusals are told; absent where nobody audits. */
  readonly audit?: AuditTrail | undefined;
}

type AnyHandler = (
  input: RequestInput & { readonly params: unknown; readonly query: unknown; readonly body: unknown },
) => Promise<HttpResponse>;
type Context = Parameters<HttpRoute>[1];

/**
 * Answers a request by its row. Errors are thrown for the wrapper to map: `http.*` and `request.*` for the request itself, `auth.forbidden`,
 * `idempotency.*`, and what the handler throws. Every request, served or refused, leaves one line that says who asked for what.
 */
export function createRouter(deps: RouterDeps): HttpRoute {
  const audit = createRequestAudit(deps.audit);
  return async (request, context) => {
    const match = matchRoute(request);
    const { row } = match;
    const logger = context.logger.with({ operation: row.operation });
    const identity = await identifyOrLog(deps, { request, match, audit }, logger);
    const { principal, role, person } = identity.actor;
    const asked = { request, match, actor: identity.actor };
    const audited = logger.with({ principal, role, person });
    try {
      deps.throttle(callerIn(identity.actor), row.rate);
      const response = await serve(deps, { request, match, identity }, { ...context, logger: audited });
      audited.info("request served", { status: response.status });
      await audit.served(asked, response);
      return response;
    } catch (error) {
      audited.info("request not served", { code: toFailure(error).code });
      await audit.refused(asked, error);
      throw error;
    }
  };
}

/** A refusal is told by its own word, so that whoever watches the log can count on it. */
async function identifyOrLog(
  { identities }: RouterDeps,
  { request, match, audit }: { readonly request: HttpRequest; readonly match: Match; readonly audit: RequestAudit },
  logger: Logger,
): Promise<Identity> {
  try {
    return identities.identify(request.caller, match.row.access);
  } catch (error) {
    const { code, details = {} } = toFailure(error);
    logger.warn("access refused", { code, principal: details["principal"], requiredPermission: details["requiredPermission"] });
    await audit.refused({ request, match, actor: NOBODY }, error);
    throw error;
  }
}

async function serve(
  { handlers, idempotency }: RouterDeps,
  { request, match: { row, params }, identity }: { readonly request: HttpRequest; readonly match: Match; readonly identity: Identity },
  { logger, remainingMs }: Context,
): Promise<HttpResponse> {
  assertConditions(row, request.headers);
  assertOnce(request.repeated);
  const { actor, assertMay } = identity;
  const input = {
    params: row.params && check(row.params, params, "path"),
    query: check(row.query ?? noQuery, request.query, "query"),
    body: await readBody(row, request),
    actor,
    assertMay,
    headers: request.headers,
    correlationId: request.correlationId,
    logger,
    remainingMs,
  };
  // The table's types hold row and handler together; here they meet by name.
  const handle = handlers[row.operation] as unknown as AnyHandler;
  const answer = (once: { requestId: string; repeated: boolean }): Promise<HttpResponse> => handle({ ...input, ...once });
  const about = { request: { ...request, path: withoutBase(request.path) }, caller: callerIn(actor) };
  const response = row.method === "GET" ? await answer(idempotency.fresh()) : await idempotency.run(about, answer);
  if (row.method === "GET") assertMatches(response, request.headers);
  return compressLarge(unlessKnown(response, request.headers), request.headers["accept-encoding"]);
}

async function readBody(row: Matched, request: HttpRequest): Promise<unknown> {
  if (row.body === undefined) return undefined;
  if (request.rawBody !== undefined) assertPlain(request.headers);
  if (row.body === "plan_document") return readDocument(request);
  if (row.body === "signed_text") return request.rawBody ?? "";
  const body = check(row.body, await readJson(request), "body");
  assertText(body);
  return body;
}
