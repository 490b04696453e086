/** Gives an event the next place in the trail of its day, once. */
import type { EventStore } from "@dr/delivery";
import { DrError, type Envelope } from "@dr/events";

/** Tries for a place: as many writers as there are at once get one each. */
const MAX_TRIES = 50;
/** An event that comes again comes soon. */
const LOOKED_BACK = 200;

/** What is known of a day's trail: how far it was read, and the ids that stand there, of the last ones. */
interface Known {
  readonly subject: string;
  through: number;
  readonly ids: Set<string>;
}

/** An event before it has its place: whatever sequence it had where it comes from. */
export interface Unplaced {
  readonly envelope: Envelope;
  /** ISO 8601. */
  readonly receivedAt: string;
}

/**
 * Puts events into their trails, without holes. What others put there since the last time is read before, what was read is remembered: an event costs one read
 * and one write, however long its trail is. Fails with `audit.no_place` (retryable) where others were quicker each time.
 */
export function createTrailPlaces(events: Pick<EventStore, "add" | "last" | "after">): (event: Unplaced) => Promise<void> {
  let known: Known | undefined;

  const begin = async (subject: string): Promise<Known> => {
    const last = (await events.last(subject))?.envelope.sequence ?? 0;
    return { subject, through: Math.max(0, last - LOOKED_BACK), ids: new Set() };
  };

  const catchUp = async (trail: Known): Promise<void> => {
    for (;;) {
      const page = await events.after(trail.subject, trail.through, LOOKED_BACK);
      for (const { envelope } of page) note(trail, envelope);
      if (page.length < LOOKED_BACK) return;
    }
  };

  return async (event) => {
    const { id, subject } = event.envelope;
    if (known?.subject !== subject) known = await begin(subject);
    const trail = known;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      await catchUp(trail);
      if (trail.ids.has(id)) return;
      const envelope = { ...event.envelope, sequence: trail.through + 1 };
      if (!(await events.add({ ...event, envelope }))) continue;
      note(trail, envelope);
      return;
    }
    throw new DrError("audit.no_place", "others were quicker, again and again", { retryable: true });
  };
}

/** Two that read the same page at once note the same. */
function note(trail: Known, { id, sequence }: { readonly id: string; readonly sequence: number }): void {
  trail.through = Math.max(trail.through, sequence);
  trail.ids.delete(id);
  trail.ids.add(id);
  for (const oldest of trail.ids) {
    if (trail.ids.size <= LOOKED_BACK) return;
    trail.ids.delete(oldest);
  }
}
