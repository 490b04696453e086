/** How much one caller may ask for: a bucket of tokens per caller and class of calls, in each container of the function. */
import { DrError } from "@dr/events";
import type { RateClass } from "@dr/routes";
import type { Clock } from "@dr/runtime";

/** Tokens that come each second, and how many a bucket holds. */
export interface Quota {
  readonly perSecond: number;
  readonly burst: number;
}

/** A quota for every class of calls. */
export type Quotas = Readonly<Record<RateClass, Quota>>;

/** Takes one token. Throws `http.too_many_requests` with the seconds after which there is one again. */
export type Throttle = (caller: string, rate: RateClass) => void;

/** Wide enough for a console and a pipeline at once; `DR_API_QUOTAS` says otherwise. */
const DEFAULT_QUOTAS: Quotas = {
  read: { perSecond: 500, burst: 1000 },
  list: { perSecond: 100, burst: 200 },
  write: { perSecond: 100, burst: 200 },
  command: { perSecond: 100, burst: 300 },
  start: { perSecond: 20, burst: 200 },
  heavy: { perSecond: 10, burst: 50 },
};

/** The quotas: `<class>=<per second>/<burst>`, separated by commas, over the defaults. Throws `env.invalid`. */
export function parseQuotas(text: string | undefined): Quotas {
  const given = (text ?? "").split(",").flatMap((part) => (part.trim() === "" ? [] : [parseQuota(part.trim())]));
  return { ...DEFAULT_QUOTAS, ...Object.fromEntries(given) };
}

function parseQuota(text: string): [string, Quota] {
  const [, rate = "", perSecond, burst] = /^([a-z]+)=(\d+(?:\.\d+)?)\/(\d+)$/.exec(text) ?? [];
  const quota = { perSecond: Number(perSecond), burst: Number(burst) };
  if (!Object.hasOwn(DEFAULT_QUOTAS, rate) || !(quota.perSecond > 0) || quota.burst < 1) {
    throw new DrError("env.invalid", "invalid environment: DR_API_QUOTAS: expected <class>=<per second>/<burst>, separated by commas", {
      details: { variables: ["DR_API_QUOTAS"], classes: Object.keys(DEFAULT_QUOTAS) },
    });
  }
  return [rate, quota];
}

/** More callers than this at once are not told apart from those who came first: their buckets are full again anyway. */
const MAX_BUCKETS = 10_000;

/** A throttle under these quotas. */
export function createThrottle(quotas: Quotas, clock: Pick<Clock, "nowMs">): Throttle {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return (caller, rate) => {
    const { perSecond, burst } = quotas[rate];
    const key = `${rate} ${caller}`;
    const nowMs = clock.nowMs();
    const found = buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    // A clock that is set back gives nothing and takes nothing.
    const tokens = Math.min(burst, found.tokens + (Math.max(0, nowMs - found.atMs) / 1000) * perSecond);
    // Taken out and put back, a bucket stands last: the first in the map is the one that was not used for longest.
    buckets.delete(key);
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs });
    if (buckets.size > MAX_BUCKETS) buckets.delete(buckets.keys().next().value ?? "");
    if (tokens >= 1) return;
    const retryAfterSeconds = Math.max(1, Math.ceil((1 - tokens) / perSecond));
    throw new DrError("http.too_many_requests", `too many requests of the class ${rate}: ${perSecond} each second, ${burst} at once`, {
      retryable: true,
      details: { rateClass: rate, retryAfterSeconds, hint: `wait ${retryAfterSeconds} s, and poll with If-None-Match and Prefer: wait=20` },
    });
  };
}
