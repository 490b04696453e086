/** What is to be expected of a plan before it runs. */
import { estimatePlan } from "@dr/domain";
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { loadVersion } from "../plans/find-plan.ts";
import { judgeEstimate } from "../plans/judge-estimate.ts";
import { createPastReader } from "../plans/past-reader.ts";

/** `GET /plans/{planId}/estimate`. */
export function planEstimateHandlers(deps: ApiDeps): Handlers<"estimatePlan"> {
  const readPast = createPastReader(deps);
  return {
    estimatePlan: async ({ params: { planId }, query: { executionType, version } }) => {
      const kept = await loadVersion(deps, planId, version);
      const { waves, header, planHash } = kept;
      const past = await readPast(planId);
      const estimate = estimatePlan({ waves, executionType, past, secondsPerDeclared: 1 / (deps.about.timeScale ?? 1) });
      const about = { planId, version: kept.version, planHash, executionType };
      return { status: 200, body: { ...about, ...estimate, objectives: judgeEstimate(estimate, header) } };
    },
  };
}
