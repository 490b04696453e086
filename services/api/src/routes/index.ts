/** What answers the route table. */
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import type { WebhookDeps } from "../webhooks/webhook-deps.ts";
import { lazyHandlers } from "./lazy-handlers.ts";
import { platformHandlers } from "./platform.ts";

/** A handler for every operation of the table; one that is missing does not compile. */
export function createHandlers(deps: ApiDeps): Handlers {
  return {
    ...ofExecutions(deps),
    ...platformHandlers(deps),
    ...ofPlans(deps),
    ...rareHandlers(deps),
    ...webhookHandlers(deps),
    ...calledBack(deps),
  };
}

/** Executions: to look at one takes less than to change it, and most requests look. */
function ofExecutions(deps: ApiDeps) {
  return {
    ...lazyHandlers(["listExecutions", "getExecution", "getExecutionStatus"], async () =>
      (await import("./executions.ts")).executionHandlers(deps),
    ),
    ...lazyHandlers(["startExecution"], async () => (await import("./execution-start.ts")).executionStartHandlers(deps)),
    ...lazyHandlers(
      ["pauseExecution", "withdrawPause", "resumeExecution", "cancelExecution", "switchMode", "redriveExecution", "rollbackExecution"],
      async () => (await import("./execution-control.ts")).executionControlHandlers(deps),
    ),
    ...lazyHandlers(["decideApproval", "recordChange", "retryTask", "skipTask", "completeTask"], async () =>
      (await import("./execution-decisions.ts")).executionDecisionHandlers(deps),
    ),
    ...lazyHandlers(["takeOver"], async () => (await import("./take-over.ts")).takeOverHandlers(deps)),
  };
}

/** Plans: their checks bring a reader of JSON Schemas along, which no execution needs. */
function ofPlans(deps: ApiDeps) {
  return {
    ...lazyHandlers(["createPlan", "listPlans", "getPlan", "updatePlan", "deletePlan"], async () =>
      (await import("./plans.ts")).planHandlers(deps),
    ),
    ...lazyHandlers(["getPlanWaves", "addPlanWaves", "listPlanVersions", "getPlanVersion"], async () =>
      (await import("./plan-waves.ts")).planWaveHandlers(deps),
    ),
    ...lazyHandlers(["validateDocument", "validatePlan", "diffPlanVersions", "restorePlanVersion"], async () =>
      (await import("./plan-checks.ts")).planCheckHandlers(deps),
    ),
    ...lazyHandlers(["estimatePlan"], async () => (await import("./plan-estimate.ts")).planEstimateHandlers(deps)),
    ...lazyHandlers(["exportPlan", "importPlan"], async () => (await import("./plan-transfer.ts")).planTransferHandlers(deps)),
  };
}

/** What few clients ask, or a few times a day. */
function rareHandlers(deps: ApiDeps) {
  return {
    ...lazyHandlers(["listExecutionEvents", "getExecutionTimeline", "exportExecution"], async () =>
      (await import("./execution-evidence.ts")).executionEvidenceHandlers(deps),
    ),
    ...lazyHandlers(["getTechnology", "askTechnology"], async () => (await import("./technologies.ts")).technologyHandlers(deps)),
    ...lazyHandlers(
      ["runOperation", "getOperationStatus", "getOperationResults", "getTechnologyStatus", "getTechnologyExecution"],
      async () => (await import("./operations.ts")).operationHandlers(deps),
    ),
    ...lazyHandlers(["discoverResources", "listTags", "validateTags"], async () =>
      (await import("./discovery.ts")).discoveryHandlers(deps),
    ),
    ...lazyHandlers(["listAccounts", "getAccount", "registerAccount", "validateAccount", "removeAccount", "getConfiguration"], async () =>
      (await import("./accounts.ts")).accountHandlers(deps),
    ),
  };
}

/** What other systems tell us; opened with the first word. */
function calledBack(deps: ApiDeps) {
  return lazyHandlers(["slackAction", "changeHint"], async () =>
    (await import("./callbacks.ts")).callbackHandlers({ callbacks: await deps.openCallbacks?.(), clock: deps.clock }),
  );
}

function webhookHandlers(deps: ApiDeps) {
  const opened = async (): Promise<WebhookDeps> => ({ ...deps, webhooks: await deps.openWebhooks?.() });
  return {
    ...lazyHandlers(
      [
        "createWebhook",
        "listWebhooks",
        "listReceivers",
        "getWebhook",
        "updateWebhook",
        "deleteWebhook",
        "rotateWebhookSecret",
        "testWebhook",
      ],
      async () => (await import("./webhooks.ts")).webhookHandlers(await opened()),
    ),
    ...lazyHandlers(["listDeliveries", "redeliverEvent", "replayEvents", "readFeed"], async () =>
      (await import("./webhook-deliveries.ts")).webhookDeliveryHandlers(await opened()),
    ),
  };
}
