/** Plans: save, read, list, delete. */
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { parseDocument } from "../plans/parse-document.ts";
import { loadCurrent } from "../plans/find-plan.ts";
import { toPlanListItem, toPlanView } from "../plans/present-plan.ts";
import { resolveLive } from "../plans/resolve-live.ts";
import { assertSavable, etagOf, expectedVersionOf, sendPlanCommand, toSavedResponse } from "../plans/save-plan.ts";

/** `/plans` and `/plans/{planId}`. */
export function planHandlers(deps: ApiDeps): Handlers<"createPlan" | "listPlans" | "getPlan" | "updatePlan" | "deletePlan"> {
  const { clock } = deps;
  return {
    createPlan: async ({ query, body, actor, ...asked }) => {
      const { plan, warnings } = await parseDocument(deps, body);
      assertSavable(plan.header.planId);
      const { unresolved, warnings: seen } = await resolveLive(deps, plan, { ...asked, ...query });
      const command = { type: "CreatePlan", plan, unresolved, now: clock.nowIso(), actor } as const;
      const { version, changed } = await sendPlanCommand(deps, plan.header.planId, command, { ...asked, actor });
      return toSavedResponse(version, changed, [...warnings, ...seen]);
    },
    listPlans: async ({ query }) => {
      const { items, cursor } = await deps.planCatalog.list(query);
      return { status: 200, body: { plans: items.map(toPlanListItem), nextCursor: cursor } };
    },
    getPlan: async ({ params }) => {
      const version = await loadCurrent(deps, params.planId);
      return { status: 200, headers: { etag: etagOf(version) }, body: toPlanView(version) };
    },
    updatePlan: async ({ params: { planId }, query, body, headers, actor, ...asked }) => {
      const expectedVersion = expectedVersionOf(headers, query);
      assertSavable(planId);
      const { header } = await loadCurrent(deps, planId);
      const { plan, warnings } = await parseDocument(deps, body, { planId, name: header.name });
      const { unresolved, warnings: seen } = await resolveLive(deps, plan, { ...asked, ...query });
      const command = { type: "UpdatePlan", plan, unresolved, expectedVersion, now: clock.nowIso(), actor } as const;
      const { version } = await sendPlanCommand(deps, planId, command, { ...asked, actor });
      return toSavedResponse(version, false, [...warnings, ...seen]);
    },
    deletePlan: async ({ params: { planId }, query, headers, actor, ...asked }) => {
      const expectedVersion = expectedVersionOf(headers, query);
      assertSavable(planId);
      await sendPlanCommand(deps, planId, { type: "DeletePlan", expectedVersion, now: clock.nowIso(), actor }, { ...asked, actor });
      return { status: 204 };
    },
  };
}
