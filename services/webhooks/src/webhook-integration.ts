/** How an event looks to the outside: a small JSON body, signed by the Standard Webhooks scheme. */
import { outsideName, redact, signWebhook, type Integration, type MappingInput } from "@dr/delivery";
import type { Clock } from "@dr/runtime";
import { secretsOf } from "./secrets.ts";

/** What it needs. `platformKey` is the key that every receiver's secret is derived from. */
export interface WebhookDeps {
  readonly platformKey: string;
  readonly clock: Pick<Clock, "nowIso" | "nowMs">;
}

/** Plans have facts of their own, which belong to no execution. */
function aboutExecution(
  { type, data }: MappingInput["event"],
  { executionId, planId, executionType }: MappingInput["context"],
): Record<string, unknown> {
  return type.startsWith("Plan") ? { planId: data["planId"] } : { executionId, planId, executionType };
}

/** Kind of receivers that are webhooks. */
export const WEBHOOK = "webhook";

/**
 * The integration. `webhook-id` is the event's id at every try and replay. `previousSequence` is the event of the same execution that was sent before this one:
 * who has not seen it has a hole, and can ask for a replay.
 */
export function webhookIntegration({ platformKey, clock }: WebhookDeps, kind: string = WEBHOOK): Integration {
  return {
    kind,
    toRequests: ({ event, context, memory, receiver }) => {
      const previous = memory["sequence"];
      const body = JSON.stringify({
        type: outsideName(event),
        timestamp: event.time,
        subject: event.subject,
        ...aboutExecution(event, context),
        sequence: event.sequence,
        ...(previous === undefined ? {} : { previousSequence: Number(previous) }),
        data: redact(event.data),
      });
      const timestampSeconds = Math.floor(clock.nowMs() / 1_000);
      const headers = signWebhook(secretsOf(platformKey, receiver, clock.nowIso()), { id: event.id, timestampSeconds, body });
      return [
        {
          id: event.id,
          method: "POST",
          url: receiver.settings["url"] ?? "",
          headers: { "content-type": "application/json", "user-agent": "dr-orchestrator-webhooks", ...headers },
          body,
          memory: { sequence: String(event.sequence) },
        },
      ];
    },
  };
}
