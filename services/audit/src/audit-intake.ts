/** Takes what is audited beside the log off the bus, gives it a place in the trail of its day, and wakes whoever keeps a trail. */
import { newLane, wakeLane, type EventStore, type Receiver, type WakeDeps } from "@dr/delivery";
import { AUDIT_SOURCE, DrError, type Envelope } from "@dr/events";
import type { Clock } from "@dr/runtime";

/** What it needs. */
export interface AuditIntakeDeps extends WakeDeps {
  readonly events: Pick<EventStore, "add" | "last" | "after">;
  readonly receivers: () => Promise<readonly Receiver[]>;
  readonly clock: Pick<Clock, "nowIso">;
}

/** Subjects of the trail; nothing else in the outbox is called so. */
export const TRAIL = "audit-";
/** Tries for a place: as many writers as there are at once get one each. */
const MAX_TRIES = 50;
/** An event that comes again comes soon. */
const LOOKED_BACK = 200;

/** Keeps one event. At least once: a repetition of long ago is kept again, under the same id. An error means: deliver it again. */
export function createAuditIntake({ events, lanes, receivers, hint, clock }: AuditIntakeDeps): (envelope: Envelope) => Promise<void> {
  return async (envelope) => {
    if (envelope.source !== AUDIT_SOURCE) return;
    const keepers = (await receivers()).filter(({ enabled, receiverId }) => enabled && receiverId.startsWith("audit."));
    if (keepers.length === 0) return;
    const receivedAt = clock.nowIso();
    const subject = `${TRAIL}${receivedAt.slice(0, 10)}`;
    await place(events, { envelope: { ...envelope, subject }, receivedAt });
    const now = clock.nowIso();
    for (const { receiverId } of keepers) await wakeLane({ lanes, hint }, newLane(receiverId, subject, now));
  };
}

async function place(
  events: AuditIntakeDeps["events"],
  { envelope, receivedAt }: { envelope: Envelope; receivedAt: string },
): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const last = (await events.last(envelope.subject))?.envelope.sequence ?? 0;
    const recent = await events.after(envelope.subject, Math.max(0, last - LOOKED_BACK), LOOKED_BACK);
    if (recent.some(({ envelope: { id } }) => id === envelope.id)) return;
    if (await events.add({ envelope: { ...envelope, sequence: last + 1 }, receivedAt })) return;
  }
  throw new DrError("audit.no_place", "others were quicker, again and again", { retryable: true });
}
