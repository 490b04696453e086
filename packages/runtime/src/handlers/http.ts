/** The wrapper of functions that API Gateway v2 starts: correlation id, one error table, no internals in answers. */
import { DrError } from "@dr/events";
import type { LambdaHandler } from "../lambda-entry.ts";
import { problemHeaders, toProblem, type Problem } from "../problem.ts";
import type { Logger, Telemetry } from "../telemetry.ts";
import { correlationIdOf, toHttpRequest, type HttpRequest } from "./http-request.ts";
import { untilAborted, wrapInvocation } from "./wrap.ts";

/** What a route answers. A string body is sent as it is (give its content type); anything else as JSON. */
export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The body is base64 text of bytes, for instance of compressed JSON. */
  readonly isBase64Encoded?: boolean;
}

/** Answers one request. */
export type HttpRoute = (
  request: HttpRequest,
  context: { readonly logger: Logger; readonly remainingMs: () => number },
) => Promise<HttpResponse>;

/** An HTTP function. */
export interface HttpHandlerOptions {
  readonly telemetry: Telemetry;
  readonly route: HttpRoute;
  readonly maxBodyBytes?: number;
  /** Adds to a problem what its function knows of its codes. Loaded only when something was refused. */
  readonly complete?: (problem: Problem) => Promise<Problem>;
}

/** Largest body that is taken: in base64 it still fits into the 6 MB of a whole event (Lambda quotas). */
export const MAX_BODY_BYTES = 4_194_304;

interface GatewayResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

/**
 * A Lambda handler for API Gateway v2 events. An error becomes problem+json: `DrError` by the table in problem.ts, a zod error as 400 with every issue,
 * anything else as a bare 500. Each answer bears `x-correlation-id`.
 */
export function httpHandler({ telemetry, route, maxBodyBytes = MAX_BODY_BYTES, complete }: HttpHandlerOptions): LambdaHandler {
  return wrapInvocation(telemetry, async (event, context, signal) => {
    const about = describeEvent(event);
    const logger = telemetry.logger.with({ correlationId: about.correlationId, method: about.method, path: about.path });
    const remainingMs = (): number =>
      (context as { getRemainingTimeInMillis?: () => number } | undefined)?.getRemainingTimeInMillis?.() ?? Infinity;
    try {
      const request = toHttpRequest(event, maxBodyBytes, about.correlationId);
      const answering = route(request, { logger, remainingMs });
      return toGatewayResponse(
        await untilAborted(answering, signal, () => new DrError("http.timeout", "no answer in time; ask for the state before repeating")),
        about.correlationId,
      );
    } catch (error) {
      const bare = toProblem(error, { instance: about.path, correlationId: about.correlationId });
      const problem = complete ? await complete(bare) : bare;
      if (problem.status >= 500) logger.error("request failed", { error });
      else logger.info("request refused", { code: problem.code, status: problem.status });
      telemetry.metrics.count("RequestRefused", 1, { code: problem.code });
      return toGatewayResponse(
        { status: problem.status, headers: { "content-type": "application/problem+json", ...problemHeaders(problem) }, body: problem },
        about.correlationId,
      );
    }
  });
}

function toGatewayResponse({ status, headers = {}, body, isBase64Encoded }: HttpResponse, correlationId: string): GatewayResponse {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const answer = { statusCode: status, headers: { ...type, ...headers, "x-correlation-id": correlationId }, body: text ?? "" };
  return isBase64Encoded === true ? { ...answer, isBase64Encoded } : answer;
}

/** Read with no trust in the shape: even a malformed event must be answered and logged. */
function describeEvent(event: unknown): { correlationId: string; method: string; path: string } {
  const { headers, rawPath, requestContext } = (event ?? {}) as {
    headers?: Record<string, string>;
    rawPath?: string;
    requestContext?: { http?: { method?: string } };
  };
  return { correlationId: correlationIdOf(headers ?? {}), method: requestContext?.http?.method ?? "", path: rawPath ?? "" };
}
