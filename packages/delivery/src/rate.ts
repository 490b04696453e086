/** A token bucket per receiver: no more requests a second than it bears. */
import type { Clock } from "@dr/runtime";

/** Takes a token; the answer is how many milliseconds to wait when there is none (then nothing was taken). */
export type TakeToken = (receiverId: string, perSecond: number) => number;

/** Buckets of this process; a burst is as large as one second's share, at least one. */
export function createRateLimit(clock: Pick<Clock, "nowMs">): TakeToken {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return (receiverId, perSecond) => {
    const now = clock.nowMs();
    const size = Math.max(1, perSecond);
    const bucket = buckets.get(receiverId) ?? { tokens: size, atMs: now };
    const tokens = Math.min(size, bucket.tokens + ((now - bucket.atMs) / 1_000) * perSecond);
    const enough = tokens >= 1;
    buckets.set(receiverId, { tokens: enough ? tokens - 1 : tokens, atMs: now });
    return enough ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000);
  };
}
