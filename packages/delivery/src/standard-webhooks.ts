/** Signatures as the Standard Webhooks specification has them (standardwebhooks.com, scheme `v1`), with secrets that nobody has to keep. */
import { createHmac, hkdfSync } from "node:crypto";

/** The secret of one receiver in one version, in the form `whsec_<base64>` that libraries take. */
export type WebhookSecret = `whsec_${string}`;

const SECRET_BYTES = 32;

/**
 * The secret of a receiver: derived from the platform's own key, so that no secret lies in a table. The next version has nothing in common with this one.
 * Whoever has the platform's key has all of them.
 */
export function deriveWebhookSecret(platformKey: string, receiverId: string, version: number): WebhookSecret {
  const bytes = hkdfSync("sha256", platformKey, "dr-orchestration/webhooks", `${receiverId}#${version}`, SECRET_BYTES);
  return `whsec_${Buffer.from(bytes).toString("base64")}`;
}

/** What is signed. `timestampSeconds` is the time of this try; receivers refuse what is more than five minutes off. */
export interface SignedContent {
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: string;
}

/** The three headers. Every secret signs, separated by a space: during a rotation the old and the new one both verify. */
export function signWebhook(
  secrets: readonly WebhookSecret[],
  { id, timestampSeconds, body }: SignedContent,
): Readonly<Record<string, string>> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestampSeconds}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": String(timestampSeconds), "webhook-signature": signatures.join(" ") };
}
