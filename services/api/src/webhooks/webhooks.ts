/** What the routes of webhooks need: the stores of delivery, the platform's key, and a way to have an endpoint asked. */
import type { DeliveryStores, LaneMessage, UrlRules } from "@dr/delivery";
import { DrError } from "@dr/events";

/** Webhooks as the API sees them. */
export interface Webhooks {
  readonly stores: Pick<DeliveryStores, "events" | "lanes" | "records" | "receivers">;
  readonly urlRules: UrlRules;
  /** The key that every receiver's secret is derived from. */
  readonly readKey: () => Promise<string>;
  readonly tell: (message: LaneMessage) => Promise<void>;
  /** Somebody pulls the feed. */
  readonly notePull: () => Promise<void>;
}

/** Throws `webhook.not_set_up` where the service is not deployed. */
export function assertSetUp(webhooks: Webhooks | undefined): Webhooks {
  if (webhooks) return webhooks;
  throw new DrError("webhook.not_set_up", "webhooks are not set up here", {
    details: { hint: "deploy the webhooks service, then this API again" },
  });
}
