/** Technologies: what they can do, and what their adapters see. */
import { DrError } from "@dr/events";
import { API_BASE } from "@dr/routes";
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { tagged } from "../http/tags.ts";
import { findTechnology } from "../technologies/find-technology.ts";

/** `GET /technologies/{technology}` and its queries. */
export function technologyHandlers(deps: ApiDeps): Handlers<"getTechnology" | "askTechnology"> {
  return {
    getTechnology: async ({ params }) => {
      const { queryFunction, ...entry } = await findTechnology(deps, params.technology);
      const queries = queryFunction === undefined ? {} : { queriesUrl: `${API_BASE}/technologies/${params.technology}/queries` };
      return tagged({ ...entry, hasQueries: queryFunction !== undefined, ...queries });
    },
    askTechnology: async ({ params: { technology, operation }, query: { accountId, ...input } }) => {
      const { queryFunction } = await findTechnology(deps, technology);
      if (queryFunction === undefined) {
        const hint = `GET /api/v1/technologies/${technology} tells its operations`;
        throw new DrError("query.not_found", `${technology} answers no queries`, { details: { hint } });
      }
      if (!deps.askAdapter) throw new DrError("query.unavailable", "this installation asks no adapter");
      const value = await deps.askAdapter(queryFunction, operation.replaceAll("-", "_"), input, targetOf(accountId, input.region));
      return { status: 200, body: isRecord(value) ? value : { answer: value } };
    },
  };
}

/** Another Region alone is the query's own matter; in another account it is also what the account was registered for. */
function targetOf(accountId: string | undefined, region: string | undefined) {
  if (accountId === undefined) return {};
  return { target: { accountId, ...(region === undefined ? {} : { region }) } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
