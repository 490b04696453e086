/** The waves and the versions of a plan. */
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { loadCurrent, loadPlan, loadVersion } from "../plans/find-plan.ts";
import { parseDocument } from "../plans/parse-document.ts";
import { toPlanView, toVersionSummary, toWavesView } from "../plans/present-plan.ts";
import { assertSavable, etagOf, expectedVersionOf, sendPlanCommand, toSavedResponse } from "../plans/save-plan.ts";

/** `/plans/{planId}/waves` and `/plans/{planId}/versions`. */
export function planWaveHandlers(deps: ApiDeps): Handlers<"getPlanWaves" | "addPlanWaves" | "listPlanVersions" | "getPlanVersion"> {
  return {
    getPlanWaves: async ({ params }) => {
      const version = await loadCurrent(deps, params.planId);
      return { status: 200, headers: { etag: etagOf(version) }, body: toWavesView(version) };
    },
    addPlanWaves: async ({ params: { planId }, query, body, headers, actor, ...asked }) => {
      assertSavable(planId);
      const current = await loadCurrent(deps, planId);
      const { plan, warnings } = await parseDocument(deps, body, { appendTo: current });
      // What was added to is what was read: a change in between must not be undone.
      const expectedVersion = expectedVersionOf(headers, query) ?? current.version;
      const command = { type: "UpdatePlan", plan, expectedVersion, now: deps.clock.nowIso(), actor } as const;
      const { version } = await sendPlanCommand(deps, planId, command, { ...asked, actor });
      return {
        ...toSavedResponse(version, true, warnings),
        headers: { location: `/api/v1/plans/${planId}/waves`, etag: etagOf(version) },
      };
    },
    listPlanVersions: async ({ params: { planId } }) => {
      const { currentVersion, deleted, deletedAt, versions } = await loadPlan(deps, planId);
      const summaries = Object.values(versions).map(toVersionSummary).toReversed();
      return { status: 200, body: { planId, currentVersion, deleted, ...(deletedAt === null ? {} : { deletedAt }), versions: summaries } };
    },
    getPlanVersion: async ({ params: { planId, version } }) => {
      const found = await loadVersion(deps, planId, version);
      return { status: 200, headers: { etag: etagOf(found) }, body: toPlanView(found) };
    },
  };
}
