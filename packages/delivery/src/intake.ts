/** Takes an event off the bus: keeps it, and wakes a lane for every receiver. Quick, so that a slow receiver never slows the bus. */
import type { Envelope } from "@dr/events";
import type { Clock } from "@dr/runtime";
import { newLane } from "./lane.ts";
import { isRecordedFact } from "./outbox-event.ts";
import { isAbout, restsAt, type Receiver } from "./receiver.ts";
import type { EventStore, LaneStore } from "./stores.ts";
import { wakeLane, type WakeDeps } from "./wake-lane.ts";
import { createWakeLater } from "./wake-later.ts";

/** What it needs. */
export interface IntakeDeps extends WakeDeps {
  readonly lanes: Pick<LaneStore, "get" | "wake" | "save">;
  readonly events: Pick<EventStore, "add">;
  readonly receivers: () => Promise<readonly Receiver[]>;
  readonly clock: Clock;
}

/** Keeps one event. Survives duplicates and any order. An error means: deliver it again. */
export type Intake = (envelope: Envelope) => Promise<void>;

/** An intake. Whether a receiver wants the event is decided when its turn comes: only then is the execution known. */
export function createIntake({ events, lanes, receivers, hint, clock }: IntakeDeps): Intake {
  const wakeLater = createWakeLater({ lanes, clock });
  return async (envelope) => {
    if (!isRecordedFact(envelope)) return;
    // Also for a duplicate: the first delivery may have died between keeping the event and waking the lanes.
    await events.add({ envelope, receivedAt: clock.nowIso() });
    const now = clock.nowIso();
    const ends: string[] = [];
    for (const receiver of await receivers()) {
      const { receiverId, enabled, failing } = receiver;
      if (!enabled || !isAbout(receiver, envelope.subject)) continue;
      if (restsAt(receiver, now)) ends.push(failing?.restsUntil ?? now);
      else await wakeLane({ lanes, hint }, newLane(receiverId, envelope.subject, now));
    }
    const [first] = ends.toSorted();
    if (first !== undefined) await wakeLater(envelope.subject, first);
  };
}
