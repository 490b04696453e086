/** What is deployed and whether the API is there. */
import type { ApiDeps } from "../deps.ts";
import { route, type Route } from "../http/route.ts";
import { noQuery } from "./parameters.ts";

/** `/api/v1/discovery/technologies` and `/api/v1/health`. */
export function discoveryRoutes({ technologies, clock, about }: ApiDeps): readonly Route[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/discovery/technologies",
      permission: "discovery.read",
      query: noQuery,
      handle: async () => {
        const { entries, unusable } = await technologies.read({ fresh: true });
        return { status: 200, body: { technologies: entries, unusable } };
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/health",
      permission: null,
      query: noQuery,
      handle: () => Promise.resolve({ status: 200, body: { status: "ok", time: clock.nowIso(), ...about } }),
    }),
  ];
}
