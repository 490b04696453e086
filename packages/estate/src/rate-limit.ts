// Request rates of a service: so many calls a second, as a bucket that fills while nobody calls.

type Bucket = { readonly tokens: number; readonly atMs: number };

/**
 * Says whether a call of a service may pass. The bucket holds one second's worth of calls. It runs by estate
 * time, as the callers' polls do: a world that runs 60 times faster takes 60 times the calls. Without a rate every call passes.
 */
export const createRateLimiter = (nowMs: () => number): ((service: string, perSecond: number | undefined) => boolean) => {
  const buckets = new Map<string, Bucket>();
  return (service, perSecond) => {
    if (perSecond === undefined || !Number.isFinite(perSecond)) return true;
    const atMs = nowMs();
    const before = buckets.get(service) ?? { tokens: perSecond, atMs };
    const tokens = Math.min(perSecond, before.tokens + (Math.max(0, atMs - before.atMs) / 1000) * perSecond);
    buckets.set(service, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs });
    return tokens >= 1;
  };
};
