/** How long a database may be unhealthy after it moved: a plan may say less than the whole time-out. */
import type { StatusReading } from "@dr/adapter-kit";
import type { FailoverConfig } from "./input.ts";

/** Seconds for each look that may find it unhealthy. */
const RETRY_SECONDS = 30;

/** `unbounded`: nothing was said of it, or it has not moved yet. */
export type HealthTime = "unbounded" | "in_time" | "late";

/** Is the time used up within which a database that moved has to serve? `waitedSeconds` counts since the failover was sent. */
export function healthTime(
  { healthCheckRetries, healthCheckTimeout }: Pick<FailoverConfig, "healthCheckRetries" | "healthCheckTimeout">,
  { hasMoved, waitedSeconds }: { readonly hasMoved: boolean; readonly waitedSeconds: number },
): HealthTime {
  const said = [healthCheckTimeout, healthCheckRetries === undefined ? undefined : healthCheckRetries * RETRY_SECONDS];
  const limits = said.filter((limit) => limit !== undefined);
  if (!hasMoved || limits.length === 0) return "unbounded";
  return waitedSeconds > Math.min(...limits) ? "late" : "in_time";
}

/** Whoever bounds the time wants the word: one that does not say that it serves is waited for until then, and final after it. */
export function inTime(reading: StatusReading, time: HealthTime): StatusReading {
  if (time === "unbounded" || reading.meaning === "serving" || reading.meaning === "lasting") return reading;
  return time === "late" ? { ...reading, meaning: "lasting", code: "database.unhealthy" } : { ...reading, meaning: "passing" };
}
