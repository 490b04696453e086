/** Takes what is audited beside the log off the bus, gives it a place in the trail of its day, and wakes whoever keeps a trail. */
import { newLane, wakeLane, type EventStore, type Receiver, type WakeDeps } from "@dr/delivery";
import { AUDIT_SOURCE, type Envelope } from "@dr/events";
import type { Clock } from "@dr/runtime";
import { createTrailPlaces } from "./trail-places.ts";

/** What it needs. */
export interface AuditIntakeDeps extends WakeDeps {
  readonly events: Pick<EventStore, "add" | "last" | "after">;
  readonly receivers: () => Promise<readonly Receiver[]>;
  readonly clock: Pick<Clock, "nowIso">;
}

/** Subjects of the trail; nothing else in the outbox is called so. */
export const TRAIL = "audit-";
/** Keeps one event. At least once: a repetition of long ago is kept again, under the same id. An error means: deliver it again. */
export function createAuditIntake({ events, lanes, receivers, hint, clock }: AuditIntakeDeps): (envelope: Envelope) => Promise<void> {
  const place = createTrailPlaces(events);
  return async (envelope) => {
    if (envelope.source !== AUDIT_SOURCE) return;
    const keepers = (await receivers()).filter(({ enabled, receiverId }) => enabled && receiverId.startsWith("audit."));
    if (keepers.length === 0) return;
    const receivedAt = clock.nowIso();
    const subject = `${TRAIL}${receivedAt.slice(0, 10)}`;
    await place({ envelope: { ...envelope, subject }, receivedAt });
    const now = clock.nowIso();
    for (const { receiverId } of keepers) await wakeLane({ lanes, hint }, newLane(receiverId, subject, now));
  };
}
