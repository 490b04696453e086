/** A receiver as the API shows it. */
import type { Receiver } from "@dr/delivery";
import { toStatus } from "./present-receiver.ts";

/** Never its secret. */
export function toWebhook(receiver: Receiver): Record<string, unknown> {
  const { receiverId, settings, filter, ratePerSecond, retryHours, since } = receiver;
  const { url = "", description, oldSecretUntil } = settings;
  return {
    webhookId: receiverId,
    url,
    ...(description === undefined ? {} : { description }),
    filter,
    ...toStatus(receiver),
    ratePerSecond,
    retryHours,
    since,
    ...(oldSecretUntil === undefined ? {} : { oldSecretUntil }),
  };
}
