/** The stage of the HTTP API: how much it takes, and what its access log says. */

/**
 * Requests of all callers together; more are answered with 429 before a function runs. A status poll every two seconds by 50 clients is 25 a second. Routes have no limits of their
 * own here (API Gateway refuses settings for routes that do not exist yet, and the stage comes first): the quotas per person in the API hold them.
 */
export const THROTTLE = { requestsPerSecond: 100, burst: 200 } as const;

/** Values as API Gateway fills them in; those of `identity` are there on routes that are signed (HTTP API guide, "Logging variables"). */
const FIELDS = {
  time: "$context.requestTime",
  requestId: "$context.requestId",
  caller: "$context.identity.userArn",
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
