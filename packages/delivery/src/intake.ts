/** Takes an event off the bus: keeps it, and wakes a lane for every receiver. Quick, so that a slow receiver never slows the bus. */
import type { Envelope } from "@dr/events";
import type { Clock } from "@dr/runtime";
import { createJoinedRuns } from "./joined-runs.ts";
import { newLane } from "./lane.ts";
import { isRecordedFact } from "./outbox-event.ts";
import { isAbout, mayWant, restsAt, type Receiver } from "./receiver.ts";
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

/**
 * An intake. Events that come together wake a receiver's lane once. Whether a receiver wants an event is decided when its turn comes, as far as it takes to know
 * the execution; a type that it does not want opens no turn: the next one that it wants passes over it.
 */
export function createIntake({ events, lanes, receivers, hint, clock }: IntakeDeps): Intake {
  const wakeLater = createWakeLater({ lanes, clock });
  const wakeAll = createJoinedRuns<string>(async (subject, types) => {
    const now = clock.nowIso();
    const ends: string[] = [];
    const wakes: Promise<void>[] = [];
    for (const receiver of await receivers()) {
      const { receiverId, enabled, failing } = receiver;
      if (!enabled || !isAbout(receiver, subject) || !types.some((type) => mayWant(receiver, type))) continue;
      if (restsAt(receiver, now)) ends.push(failing?.restsUntil ?? now);
      else wakes.push(wakeLane({ lanes, hint }, newLane(receiverId, subject, now)));
    }
    await Promise.all(wakes);
    const [first] = ends.toSorted();
    if (first !== undefined) await wakeLater(subject, first);
  });
  return async (envelope) => {
    if (!isRecordedFact(envelope)) return;
    await events.add({ envelope, receivedAt: clock.nowIso() });
    // Also for a duplicate: the first delivery may have died between keeping the event and waking the lanes.
    await wakeAll(envelope.subject, envelope.type);
  };
}
