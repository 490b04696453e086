/** Plans: save, read, list, delete. */
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { tagged } from "../http/tags.ts";
import { parseDocument } from "../plans/parse-document.ts";
import { loadCurrent, loadPlan } from "../plans/find-plan.ts";
import { toPlanListItem, toPlanView } from "../plans/present-plan.ts";
import {
  assertConditional,
  assertSavable,
  etagOf,
  expectedVersionOf,
  savePlan,
  sendPlanCommand,
  toSavedResponse,
} from "../plans/save-plan.ts";

/** `/plans` and `/plans/{planId}`. */
export function planHandlers(deps: ApiDeps): Handlers<"createPlan" | "listPlans" | "getPlan" | "updatePlan" | "deletePlan"> {
  return {
    createPlan: async ({ body, ...asked }) => {
      const parsed = await parseDocument(deps, body);
      assertSavable(parsed.plan.header.planId);
      const { version, changed, warnings } = await savePlan(deps, parsed, { type: "CreatePlan" }, asked);
      return toSavedResponse(version, changed, warnings);
    },
    listPlans: async ({ query }) => {
      const { items, cursor } = await deps.planCatalog.list(query);
      return tagged({ plans: items.map(toPlanListItem), nextCursor: cursor });
    },
    getPlan: async ({ params }) => {
      const version = await loadCurrent(deps, params.planId);
      return { status: 200, headers: { etag: etagOf(version) }, body: toPlanView(version) };
    },
    updatePlan: async ({ params: { planId }, body, ...asked }) => {
      assertSavable(planId);
      const current = await loadCurrent(deps, planId);
      const expectedVersion = expectedVersionOf(asked, current.version);
      const parsed = await parseDocument(deps, body, { planId, name: current.header.name });
      assertConditional(asked, parsed.plan, current);
      const { version, warnings } = await savePlan(deps, parsed, { type: "UpdatePlan", expectedVersion }, asked);
      return toSavedResponse(version, false, warnings);
    },
    deletePlan: async ({ params: { planId }, query, headers, actor, ...asked }) => {
      assertSavable(planId);
      const expectedVersion = expectedVersionOf({ headers, query }, (await loadPlan(deps, planId)).currentVersion);
      await sendPlanCommand(deps, planId, { type: "DeletePlan", expectedVersion, now: deps.clock.nowIso(), actor }, { ...asked, actor });
      return { status: 204 };
    },
  };
}
