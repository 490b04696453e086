/** What answers the route table. */
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { accountHandlers } from "./accounts.ts";
import { discoveryHandlers } from "./discovery.ts";
import { executionControlHandlers } from "./execution-control.ts";
import { executionDecisionHandlers } from "./execution-decisions.ts";
import { executionEvidenceHandlers } from "./execution-evidence.ts";
import { executionHandlers } from "./executions.ts";
import { planCheckHandlers } from "./plan-checks.ts";
import { planEstimateHandlers } from "./plan-estimate.ts";
import { planTransferHandlers } from "./plan-transfer.ts";
import { planWaveHandlers } from "./plan-waves.ts";
import { planHandlers } from "./plans.ts";
import { platformHandlers } from "./platform.ts";
import { takeOverHandlers } from "./take-over.ts";
import { operationHandlers } from "./operations.ts";
import { technologyHandlers } from "./technologies.ts";
import { webhookDeliveryHandlers } from "./webhook-deliveries.ts";
import { webhookHandlers } from "./webhooks.ts";

/** A handler for every operation of the table; one that is missing does not compile. */
export function createHandlers(deps: ApiDeps): Handlers {
  return {
    ...planHandlers(deps),
    ...planWaveHandlers(deps),
    ...planCheckHandlers(deps),
    ...planEstimateHandlers(deps),
    ...planTransferHandlers(deps),
    ...executionHandlers(deps),
    ...executionControlHandlers(deps),
    ...executionDecisionHandlers(deps),
    ...executionEvidenceHandlers(deps),
    ...technologyHandlers(deps),
    ...operationHandlers(deps),
    ...discoveryHandlers(deps),
    ...accountHandlers(deps),
    ...takeOverHandlers(deps),
    ...platformHandlers(deps),
    ...webhookHandlers(deps),
    ...webhookDeliveryHandlers(deps),
  };
}
