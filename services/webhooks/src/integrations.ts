/** Everything that this service sends events by, by the kind of their receivers. */
import { CALLBACK, TASK_TOKEN, type Integration } from "@dr/delivery";
import { taskTokenIntegration } from "./task-token-integration.ts";
import { WEBHOOK, webhookIntegration, type WebhookDeps } from "./webhook-integration.ts";

/** The integrations under the platform's key. */
export function integrationsFor(deps: WebhookDeps): ReadonlyMap<string, Integration> {
  return new Map([
    [WEBHOOK, webhookIntegration(deps)],
    [CALLBACK, webhookIntegration(deps, CALLBACK)],
    [TASK_TOKEN, taskTokenIntegration(deps)],
  ]);
}
