/** The waves and the versions of a plan. */
import { DrError, hasCode } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { loadCurrent, loadPlan, loadVersion } from "../plans/find-plan.ts";
import { parseDocument } from "../plans/parse-document.ts";
import { toPlanView, toVersionSummary, toWavesView } from "../plans/present-plan.ts";
import { assertSavable, etagOf, expectedVersionOf, savePlan, toSavedResponse } from "../plans/save-plan.ts";

/** Whoever named no version has failed no condition: somebody was quicker, and the same request may come again. */
function rethrowAsRace(error: unknown): never {
  if (!hasCode(error, "plan.version_conflict")) throw error;
  throw new DrError("log.version_conflict", "the plan was changed meanwhile; the same request may come again", {
    retryable: true,
    cause: error,
  });
}

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
      const wanted = expectedVersionOf(asked, current.version);
      const saving = savePlan(deps, parsed, { type: "UpdatePlan", expectedVersion: wanted ?? current.version }, asked);
      const { version, warnings } = await (wanted === undefined ? saving.catch(rethrowAsRace) : saving);
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
