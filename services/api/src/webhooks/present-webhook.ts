/** A receiver as the API shows it. */
import type { Receiver } from "@dr/delivery";

/** Never its secret. */
export function toWebhook({
  receiverId,
  settings,
  filter,
  enabled,
  disabledReason,
  ratePerSecond,
  retryHours,
  since,
}: Receiver): Record<string, unknown> {
  const { url = "", description, oldSecretUntil } = settings;
  return {
    webhookId: receiverId,
    url,
    ...(description === undefined ? {} : { description }),
    filter,
    status: enabled ? "active" : disabledReason === undefined ? "verifying" : "disabled",
    ...(disabledReason === undefined ? {} : { reason: disabledReason }),
    ratePerSecond,
    retryHours,
    since,
    ...(oldSecretUntil === undefined ? {} : { oldSecretUntil }),
  };
}
