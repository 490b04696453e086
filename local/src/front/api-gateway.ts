/** Turns an HTTP request into an API Gateway v2 event, and the function's answer into a response. */
import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { HttpRouteManifest } from "@dr/runtime";
import type { Credential, TokenBearer } from "./credentials.ts";
import type { SignedRequest } from "./sigv4.ts";

/** A route of an HTTP API: `path` may hold `{name}` segments; an `open` one takes requests without a signature. */
export type Route = HttpRouteManifest;

/** What goes back over the wire. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A route that fits a request, and its decoded parameters. */
export interface RouteMatch {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the route of a method and a path: a literal segment wins over a parameter; undefined where none fits. */
export type MatchRoute = (method: string, pathname: string) => RouteMatch | undefined;

/** A segment of a route's path: its text, or the name of its parameter. */
type Segment = { readonly text: string } | { readonly name: string };

/** A table of the routes, by their method and how many segments they have: every request asks it. */
export function createRouteTable(routes: readonly Route[]): MatchRoute {
  const fitting = Map.groupBy(
    routes.map((route) => ({ route, segments: segmentsOf(route.path) })),
    ({ route, segments }) => `${route.method} ${segments.length}`,
  );
  return (method, pathname) => {
    const actual = pathname.split("/");
    const found = (fitting.get(`${method} ${actual.length}`) ?? []).flatMap(({ route, segments }) => {
      const parameters = matchPath(segments, actual);
      return parameters === undefined ? [] : [{ route, parameters }];
    });
    return found.toSorted((a, b) => Object.keys(a.parameters).length - Object.keys(b.parameters).length)[0];
  };
}

interface Iam {
  readonly userArn: string;
  readonly [name: string]: string | null;
}

function segmentsOf(path: string): readonly Segment[] {
  return path.split("/").map((text) => {
    const name = /^\{(\w+)\}$/.exec(text)?.[1];
    return name === undefined ? { text } : { name };
  });
}

function matchPath(expected: readonly Segment[], actual: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const value = actual[index] ?? "";
    if ("text" in segment ? segment.text !== value : value === "") return undefined;
    if ("name" in segment) parameters[segment.name] = decode(value);
  }
  return parameters;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // A stray percent sign is the caller's text, not our error.
  }
}

/** What the gateway hands to a function. */
export type GatewayEvent = ReturnType<typeof toGatewayEvent>;

/** The event (payload format 2.0, IAM authorizer; without a caller that of an open route) for one request; `$default` without a match. */
export function toGatewayEvent(
  request: SignedRequest,
  caller: Credential | TokenBearer | undefined,
  match: RouteMatch | undefined,
  at: { accountId: string; sourceIp: string; nowMs: number },
) {
  const url = new URL(request.path, "http://local");
  const routeKey = match ? `${match.route.method} ${match.route.path}` : "$default";
  const query = Object.fromEntries([...new Set(url.searchParams.keys())].map((key) => [key, url.searchParams.getAll(key).join(",")]));
  const { cookie: cookies } = request.headers;
  // Bytes that are no text come as they are, so that whoever reads them can say so.
  const isText = isUtf8(request.body);
  return {
    version: "2.0",
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: request.headers,
    ...(cookies !== undefined && { cookies: cookies.split(/;\s*/) }),
    ...(url.search.length > 1 && { queryStringParameters: query }),
    ...(match && { pathParameters: match.parameters }),
    requestContext: {
      accountId: at.accountId,
      apiId: "local",
      ...(caller && { authorizer: toAuthorizer(caller, at.accountId) }),
      domainName: request.headers["host"] ?? "localhost",
      domainPrefix: "local",
      http: {
        method: request.method,
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: at.sourceIp,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey,
      stage: "$default",
      time: toGatewayTime(at.nowMs),
      timeEpoch: at.nowMs,
    },
    ...(request.body.length > 0 && { body: request.body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: !isText,
  };
}

/** What the authorizer of a route found out: of a token its claims, of a signature who signed. */
function toAuthorizer(caller: Credential | TokenBearer, accountId: string): { readonly iam: Iam } | { readonly jwt: object } {
  if ("claims" in caller) return { jwt: { claims: caller.claims, scopes: null } };
  const { accessKeyId, principal } = caller;
  const nobody = { cognitoIdentity: null, principalOrgId: null };
  return { iam: { accessKey: accessKeyId, accountId, callerId: accessKeyId, ...nobody, userArn: principal, userId: accessKeyId } };
}

/** `28/Nov/2026:17:28:16 +0000`: the time of the common log format, as the gateway writes it. */
function toGatewayTime(ms: number): string {
  const [day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(ms).toUTCString())?.slice(1) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/** The HTTP response for a function's answer in payload format 2.0. */
export function toHttpResponse(answer: unknown): HttpResponse {
  if (typeof answer !== "object" || answer === null || !("statusCode" in answer)) {
    return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(answer ?? null) };
  }
  const {
    statusCode,
    headers = {},
    body = "",
    isBase64Encoded = false,
  } = answer as {
    statusCode: number;
    headers?: Record<string, string | number | boolean>;
    body?: string;
    isBase64Encoded?: boolean;
  };
  return {
    status: statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: isBase64Encoded ? Buffer.from(body, "base64") : body,
  };
}
