/** What a caller entrusted to us for later: encrypted under the platform's own key, and bound to the receiver that it belongs to. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function keyOf(platformKey: string, receiverId: string): Buffer {
  return Buffer.from(hkdfSync("sha256", platformKey, "dr-orchestration/sealed", receiverId, 32));
}

/** Text that only the platform can read, and only as this receiver's (AES-256-GCM). */
export function seal(platformKey: string, receiverId: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(platformKey, receiverId), nonce).setAAD(Buffer.from(receiverId));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

/** The text again. Throws for another receiver, another key, or a changed byte. */
export function unseal(platformKey: string, receiverId: string, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(platformKey, receiverId), bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(receiverId))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
}
