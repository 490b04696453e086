/** Whether a request comes from whom it claims: an HMAC over its time and its body (Slack, "Verifying requests from Slack"; our own hints from ticket systems the same way). */
import { createHmac, timingSafeEqual } from "node:crypto";

/** A request that claims to come from somebody. `timestamp` and `signature` are headers as they came. */
export interface SignedCallback {
  readonly secret: string;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** The body, byte for byte. */
  readonly body: string;
  readonly nowMs: number;
}

/** Older or younger than this it is a copy, or its clock is wrong. */
const TOLERANCE_SECONDS = 300;

/** The signature of a body at a time (seconds since the epoch): `v0=` and the HMAC-SHA256 of `v0:<time>:<body>` in hex. */
export function signCallback(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
}

/** Why it is not believed; undefined when it is. */
export function whyNotSigned({ secret, timestamp, signature, body, nowMs }: SignedCallback): string | undefined {
  if (timestamp === undefined || signature === undefined) return "it is not signed";
  if (!/^\d{1,12}$/.test(timestamp)) return "its time is none";
  if (Math.abs(nowMs / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS) return "it was signed more than five minutes ago, or ahead";
  const [expected, given] = [signCallback(secret, timestamp, body), signature].map((text) => Buffer.from(text));
  const isSame = expected !== undefined && given !== undefined && expected.length === given.length && timingSafeEqual(expected, given);
  return isSame ? undefined : "its signature is wrong";
}
