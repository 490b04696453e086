/** The route table of the API. */
import type { ApiDeps } from "../deps.ts";
import type { Route } from "../http/route.ts";
import { discoveryRoutes } from "./discovery.ts";
import { executionControlRoutes } from "./execution-control.ts";
import { executionDecisionRoutes } from "./execution-decisions.ts";
import { executionEvidenceRoutes } from "./execution-evidence.ts";
import { executionRoutes } from "./executions.ts";
import { planWaveRoutes } from "./plan-waves.ts";
import { planRoutes } from "./plans.ts";
import { takeOverRoutes } from "./take-over.ts";

/** Every route of the API. A test holds the manifest to it. */
export function createRoutes(deps: ApiDeps): readonly Route[] {
  return [
    ...planRoutes(deps),
    ...planWaveRoutes(deps),
    ...executionRoutes(deps),
    ...executionControlRoutes(deps),
    ...executionDecisionRoutes(deps),
    ...executionEvidenceRoutes(deps),
    ...takeOverRoutes(deps),
    ...discoveryRoutes(deps),
  ];
}
