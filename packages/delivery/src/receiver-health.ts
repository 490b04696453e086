/** How well a receiver is, read from what was tried: whether its breaker is open, since when, and why. */
import { restAfter } from "./breaker.ts";
import type { DeliveryRecord } from "./stores.ts";

/** `resting`: so many tries in a row failed that it is asked seldom, by one probe at a time, the next not before `restsUntil`. Times are ISO 8601, UTC. */
export interface ReceiverHealth {
  readonly state: "untried" | "well" | "failing" | "resting";
  /** Failures in a row, as far as the records that were read reach. */
  readonly failures: number;
  readonly failingSince?: string;
  readonly restsUntil?: string;
  readonly lastReason?: string;
  readonly lastTakenAt?: string;
}

/** The health by the newest records, newest first. A dead letter was answered, and is no failure of the receiver's. */
export function healthOf(records: readonly DeliveryRecord[]): ReceiverHealth {
  const tried = records.filter(({ outcome }) => outcome !== "gap");
  const lastTakenAt = tried.find(({ outcome }) => outcome === "sent")?.at;
  const taken = lastTakenAt === undefined ? {} : { lastTakenAt };
  const well = tried.findIndex(({ outcome }) => outcome === "sent" || outcome === "dead");
  const failed = well < 0 ? tried : tried.slice(0, well);
  const [last] = failed;
  if (!last) return { state: tried.length === 0 ? "untried" : "well", failures: 0, ...taken };
  const restMs = restAfter(failed.length);
  return {
    state: restMs === 0 ? "failing" : "resting",
    failures: failed.length,
    failingSince: failed.at(-1)?.at ?? last.at,
    ...(restMs === 0 ? {} : { restsUntil: new Date(Date.parse(last.at) + restMs).toISOString() }),
    ...(last.reason === undefined ? {} : { lastReason: last.reason }),
    ...taken,
  };
}
