/** What is to be expected of a plan before it runs. */
import { estimatePlan } from "@dr/domain";
import { pastExecutions } from "@dr/event-log";
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { loadVersion } from "../plans/find-plan.ts";
import { judgeEstimate } from "../plans/judge-estimate.ts";

/** `GET /plans/{planId}/estimate`. */
export function planEstimateHandlers(deps: ApiDeps): Handlers<"estimatePlan"> {
  return {
    estimatePlan: async ({ params: { planId }, query: { executionType, version } }) => {
      const kept = await loadVersion(deps, planId, version);
      const { waves, header, planHash } = kept;
      const past = await pastExecutions(deps, planId);
      const estimate = estimatePlan({ waves, executionType, past, secondsPerDeclared: 1 / (deps.about.timeScale ?? 1) });
      const about = { planId, version: kept.version, planHash, executionType };
      return { status: 200, body: { ...about, ...estimate, objectives: judgeEstimate(estimate, header) } };
    },
  };
}
