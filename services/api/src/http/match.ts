/** Finds the route of a request. */
import { DrError } from "@dr/events";
import type { HttpRequest } from "@dr/runtime";
import type { Route } from "./route.ts";

/** A route and the decoded parameters of its path. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Matches by API Gateway's route key, and by method and path when the gateway passed on a request that none of its routes fits.
 * Throws `http.route_not_found`, or `http.method_not_allowed` with the methods that the path has.
 */
export function createMatcher(routes: readonly Route[]): (request: HttpRequest) => Match {
  const byKey = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));
  const templates = routes.map((route) => ({ route, pattern: toPattern(route.path) }));
  return (request) => {
    const known = byKey.get(request.routeKey);
    if (known) return { route: known, params: request.pathParameters };
    const fitting = templates.filter(({ pattern }) => pattern.test(request.path));
    const found = fitting.find(({ route }) => route.method === request.method);
    if (found) return { route: found.route, params: decode(found.pattern.exec(request.path)?.groups ?? {}) };
    if (fitting.length === 0) throw new DrError("http.route_not_found", `there is no ${request.path}`);
    const methods = fitting.map(({ route }) => route.method);
    throw new DrError("http.method_not_allowed", `${request.path} takes ${methods.join(", ")}`, { details: { allowed: methods } });
  };
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
