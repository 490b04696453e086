/** The waves and the versions of a plan. */
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { loadCurrent, loadPlan, loadVersion } from "../plans/find-plan.ts";
import { parseDocument } from "../plans/parse-document.ts";
import { toPlanView, toVersionSummary, toWavesView } from "../plans/present-plan.ts";
import { assertSavable, etagOf, expectedVersionOf, savePlan, toSavedResponse } from "../plans/save-plan.ts";

/** `/plans/{planId}/waves` and `/plans/{planId}/versions`. */
export function planWaveHandlers(deps: ApiDeps): Handlers<"getPlanWaves" | "addPlanWaves" | "listPlanVersions" | "getPlanVersion"> {
  return {
    getPlanWaves: async ({ params }) => {
      const version = await loadCurrent(deps, params.planId);
      return { status: 200, headers: { etag: etagOf(version) }, body: toWavesView(version) };
    },
    addPlanWaves: async ({ params: { planId }, body, ...asked }) => {
      assertSavable(planId);
      const current = await loadCurrent(deps, planId);
      const parsed = await parseDocument(deps, body, { appendTo: current });
      // What was added to is what was read: a change in between must not be undone.
      const expectedVersion = expectedVersionOf(asked.headers, asked.query) ?? current.version;
      const { version, warnings } = await savePlan(deps, parsed, { type: "UpdatePlan", expectedVersion }, asked);
      return {
        ...toSavedResponse(version, true, warnings),
        headers: { location: `/api/v1/plans/${planId}/waves`, etag: etagOf(version) },
      };
    },
    listPlanVersions: async ({ params: { planId } }) => {
      const { currentVersion, deleted, deletedAt, versions } = await loadPlan(deps, planId);
      const summaries = Object.values(versions).map(toVersionSummary).toReversed();
      const headers = { etag: `"${currentVersion}${deleted ? "-deleted" : ""}"` };
      return {
        status: 200,
        headers,
        body: { planId, currentVersion, deleted, ...(deletedAt === null ? {} : { deletedAt }), versions: summaries },
      };
    },
    getPlanVersion: async ({ params: { planId, version } }) => {
      const found = await loadVersion(deps, planId, version);
      return { status: 200, headers: { etag: etagOf(found) }, body: toPlanView(found) };
    },
  };
}
