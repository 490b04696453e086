/** Plans to and from Parameter Store. */
import { DrError } from "@dr/events";
import { API_BASE } from "@dr/routes";
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { loadCurrent } from "../plans/find-plan.ts";
import { fromParameters, PLANS_PATH, toParameters } from "../plans/parameter-layout.ts";
import { parseDocument } from "../plans/parse-document.ts";
import { unresolvedOf } from "../plans/present-plan.ts";
import { assertSavable, etagOf, savePlan, toSavedResponse } from "../plans/save-plan.ts";

/** `GET /plans/{planId}/export` and `POST /plans/{planId}/import`. */
export function planTransferHandlers(deps: ApiDeps): Handlers<"exportPlan" | "importPlan"> {
  return {
    exportPlan: async ({ params: { planId } }) => {
      const version = await loadCurrent(deps, planId);
      const { planHash } = version;
      return {
        status: 200,
        headers: { etag: etagOf(version) },
        body: { planId, version: version.version, planHash, parameters: toParameters(version), ...unresolvedOf(version) },
      };
    },
    importPlan: async ({ params: { planId }, body, ...asked }) => {
      assertSavable(planId);
      const parameters = body?.parameters ?? (await readStored(deps, planId));
      const document = fromParameters(planId, parameters);
      const parsed = await parseDocument(deps, { made: document });
      const { exists } = (await deps.plans.load(planId)).state;
      const { version, changed, warnings } = await savePlan(deps, parsed, { type: exists ? "UpdatePlan" : "CreatePlan" }, asked);
      const saved = toSavedResponse(version, changed && !exists, warnings);
      return { ...saved, headers: { ...saved.headers, location: `${API_BASE}/plans/${encodeURIComponent(planId)}` } };
    },
  };
}

async function readStored({ readParameters }: ApiDeps, planId: string) {
  const path = `${PLANS_PATH}/${planId}`;
  if (!readParameters) throw new DrError("parameters.not_set_up", "this installation reads no Parameter Store");
  const found = await readParameters(path);
  if (found.length === 0) throw new DrError("parameters.not_found", `there are no parameters below ${path}`);
  return found;
}
