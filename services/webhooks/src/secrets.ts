/** Which secrets sign for a receiver right now. */
import { deriveWebhookSecret, type Receiver, type WebhookSecret } from "@dr/delivery";

/** The newest secret first; the one before it as long as its time has not run out. `nowIso` is ISO 8601, UTC. */
export function secretsOf(
  platformKey: string,
  { receiverId, settings }: Pick<Receiver, "receiverId" | "settings">,
  nowIso: string,
): readonly WebhookSecret[] {
  const version = Number(settings["secretVersion"] ?? "1");
  const newest = deriveWebhookSecret(platformKey, receiverId, version);
  const oldUntil = settings["oldSecretUntil"];
  return oldUntil !== undefined && nowIso < oldUntil ? [newest, deriveWebhookSecret(platformKey, receiverId, version - 1)] : [newest];
}
