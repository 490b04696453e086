/** Finds the row of a request. */
import { DrError, nearestName } from "@dr/events";
import { API_BASE, RULE_LIST } from "@dr/routes";
import type { HttpRequest } from "@dr/runtime";

/** A row of the route table with its operation. */
export type Matched = (typeof RULE_LIST)[number];

/** A row and the decoded parameters of its path. */
export interface Match {
  readonly row: Matched;
  readonly params: Readonly<Record<string, string>>;
}

const byKey = new Map<string, Matched>(
  RULE_LIST.flatMap((row) => [API_BASE, ""].map((base) => [`${row.method} ${base}${row.path}`, row] as const)),
);
const templates = RULE_LIST.map((row) => ({ row, pattern: toPattern(row.path) }));

/** A path without `API_BASE`: every route stands under both. */
export function withoutBase(path: string): string {
  return path.startsWith(`${API_BASE}/`) ? path.slice(API_BASE.length) : path;
}

/**
 * Matches by API Gateway's route key, and by method and path when the gateway passed on a request that none of its routes fits.
 * Throws `http.route_not_found` with the nearest path, or `http.method_not_allowed` with the methods that the path has.
 */
export function matchRoute(request: Pick<HttpRequest, "routeKey" | "pathParameters" | "path" | "method">): Match {
  const known = byKey.get(request.routeKey);
  if (known) return { row: known, params: request.pathParameters };
  const path = withoutBase(request.path);
  const fitting = templates.filter(({ pattern }) => pattern.test(path));
  const found = fitting.find(({ row }) => row.method === request.method);
  if (found) return { row: found.row, params: decode(found.pattern.exec(path)?.groups ?? {}) };
  if (fitting.length === 0) throw notFound(path, `there is no ${request.path.slice(0, 200)}`);
  const allowed = fitting.map(({ row }) => row.method);
  throw new DrError("http.method_not_allowed", `${request.path} takes ${allowed.join(", ")}`, { details: { allowed } });
}

/** Names the path that was probably meant: the same number of segments, each the same or nearly so. */
function notFound(path: string, message: string): DrError {
  // A slash too many at the end, or in the midst, is the smallest slip.
  const segments = path
    .split("/")
    .filter((segment) => segment !== "")
    .slice(0, 10);
  const near = RULE_LIST.map((row) => row.path.split("/").slice(1)).find(
    (expected) => expected.length === segments.length && expected.every((name, index) => isNear(name, segments[index] ?? "")),
  );
  const hint = near
    ? `did you mean ${API_BASE}/${near.join("/")}?`
    : `GET ${API_BASE}/plans and GET ${API_BASE}/executions list what there is`;
  return new DrError("http.route_not_found", message, { details: { hint } });
}

function isNear(expected: string, given: string): boolean {
  return expected.startsWith("{") ? given !== "" : nearestName(given, [expected]) !== undefined;
}

function toPattern(path: string): RegExp {
  const escaped = path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}

function decode(groups: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    throw new DrError("http.route_not_found", "the path is not well encoded");
  }
}
