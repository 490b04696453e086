/** The stage of the HTTP API: how much it takes, and what its access log says. */
import type { HttpRouteManifest } from "@dr/runtime";

/** What API Gateway lets through of all callers together; more are answered with 429 before a function runs. */
interface Throttle {
  readonly requestsPerSecond: number;
  readonly burst: number;
}

/** For every route without limits of its own. A status poll every two seconds by 50 clients is 25 a second. */
export const THROTTLE: Throttle = { requestsPerSecond: 100, burst: 200 };

/** Calls that cost more than a read, so that many of them do not take what the others need; what one person may do is the API's own quota. */
const BY_RATE: Readonly<Record<string, Throttle>> = {
  write: { requestsPerSecond: 50, burst: 100 },
  command: { requestsPerSecond: 50, burst: 100 },
  start: { requestsPerSecond: 20, burst: 50 },
  heavy: { requestsPerSecond: 10, burst: 20 },
};

/** For what anybody may ask without a signature, and for what no route takes. */
const UNKNOWN_CALLERS: Throttle = { requestsPerSecond: 20, burst: 40 };

/** The limits of a route; undefined for the stage's. */
export function throttleOf({ rate, open, path }: HttpRouteManifest): Throttle | undefined {
  if (open === true || path.endsWith("{proxy+}")) return UNKNOWN_CALLERS;
  return rate === undefined ? undefined : BY_RATE[rate];
}

/** What no route takes is refused, and not for long. */
export const DEFAULT_ROUTE: HttpRouteManifest & { readonly path: "{proxy+}" } = { method: "$default", path: "{proxy+}" };

/** Values as API Gateway fills them in; those of `identity` are there on routes that are signed (HTTP API guide, "Logging variables"). */
const FIELDS = {
  time: "$context.requestTime",
  requestId: "$context.requestId",
  caller: "$context.identity.userArn",
  subject: "$context.authorizer.claims.sub",
  client: "$context.authorizer.claims.client_id",
  account: "$context.identity.accountId",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  routeKey: "$context.routeKey",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  responseBytes: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  error: "$context.error.message",
  integrationError: "$context.integrationErrorMessage",
};

/** The format of the access log: one JSON object a line. */
export const ACCESS_LOG_FORMAT = JSON.stringify(FIELDS);
