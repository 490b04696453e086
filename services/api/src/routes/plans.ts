/** Plans: save, read, list, delete. */
import type { ApiDeps } from "../deps.ts";
import { documentRoute, route, type Route } from "../http/route.ts";
import { parseDocument } from "../plans/parse-document.ts";
import { loadCurrent } from "../plans/find-plan.ts";
import { toPlanListItem, toPlanView } from "../plans/present-plan.ts";
import { etagOf, expectedVersionOf, sendPlanCommand, toSavedResponse } from "../plans/save-plan.ts";
import { expectedVersionQuery, noQuery, pageQuery, planParams } from "./parameters.ts";

/** `/api/v1/plans` and `/api/v1/plans/{planId}`. */
export function planRoutes(deps: ApiDeps): readonly Route[] {
  const { clock, technologies } = deps;
  return [
    documentRoute({
      method: "POST",
      path: "/api/v1/plans",
      permission: "plan.write",
      query: noQuery,
      handle: async ({ body, actor, ...asked }) => {
        const { plan, warnings } = await parseDocument(technologies, body);
        const { planId } = plan.header;
        const { version, changed } = await sendPlanCommand(
          deps,
          planId,
          { type: "CreatePlan", plan, now: clock.nowIso(), actor },
          { ...asked, actor },
        );
        return toSavedResponse(version, changed, warnings);
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/plans",
      permission: "plan.read",
      query: pageQuery,
      handle: async ({ query }) => {
        const { items, cursor } = await deps.planCatalog.list(query);
        return { status: 200, body: { plans: items.map(toPlanListItem), nextCursor: cursor } };
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/plans/{planId}",
      permission: "plan.read",
      params: planParams,
      query: noQuery,
      handle: async ({ params }) => {
        const version = await loadCurrent(deps, params.planId);
        return { status: 200, headers: { etag: etagOf(version) }, body: toPlanView(version) };
      },
    }),
    documentRoute({
      method: "PUT",
      path: "/api/v1/plans/{planId}",
      permission: "plan.write",
      params: planParams,
      query: expectedVersionQuery,
      handle: async ({ params: { planId }, query, body, headers, actor, ...asked }) => {
        const expectedVersion = expectedVersionOf(headers, query);
        const { header } = await loadCurrent(deps, planId);
        const { plan, warnings } = await parseDocument(technologies, body, { planId, name: header.name });
        const command = { type: "UpdatePlan", plan, expectedVersion, now: clock.nowIso(), actor } as const;
        const { version } = await sendPlanCommand(deps, planId, command, { ...asked, actor });
        return toSavedResponse(version, false, warnings);
      },
    }),
    route({
      method: "DELETE",
      path: "/api/v1/plans/{planId}",
      permission: "plan.write",
      params: planParams,
      query: expectedVersionQuery,
      handle: async ({ params: { planId }, query, headers, actor, ...asked }) => {
        const expectedVersion = expectedVersionOf(headers, query);
        await sendPlanCommand(deps, planId, { type: "DeletePlan", expectedVersion, now: clock.nowIso(), actor }, { ...asked, actor });
        return { status: 204 };
      },
    }),
  ];
}
