/** What is to be expected of a plan before it runs. */
import { estimatePlan } from "@dr/domain/estimate";
import { pastExecutions } from "@dr/event-log";
import { remembered } from "@dr/runtime";
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { tagged } from "../http/tags.ts";
import { loadVersion } from "../plans/find-plan.ts";
import { judgeEstimate } from "../plans/judge-estimate.ts";

/** What ran before costs more to read than all the rest of an estimate: it may be half a minute old, of so many plans. */
const PAST = { keepMs: 30_000, maxKeys: 20 };

/** `GET /plans/{planId}/estimate`. */
export function planEstimateHandlers(deps: ApiDeps): Handlers<"estimatePlan"> {
  const readPast = remembered((planId) => pastExecutions(deps, planId), { ...PAST, clock: deps.clock });
  return {
    estimatePlan: async ({ params: { planId }, query: { executionType, version } }) => {
      const kept = await loadVersion(deps, planId, version);
      const { waves, header, planHash } = kept;
      const past = await readPast(planId);
      const estimate = estimatePlan({ waves, executionType, past, secondsPerDeclared: 1 / (deps.about.timeScale ?? 1) });
      const about = { planId, version: kept.version, planHash, executionType };
      return tagged({ ...about, ...estimate, objectives: judgeEstimate(estimate, header) });
    },
  };
}
