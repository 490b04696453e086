/** Sends events again: one, or all of a span of time. Under the ids that they always had, in a lane of their own beside the living one. */
import type { Clock, NewId } from "@dr/runtime";
import { formatCursor, parseCursor } from "./feed-cursor.ts";
import { newLane, type Lane } from "./lane.ts";
import type { OutboxEvent } from "./outbox-event.ts";
import type { EventStore, LaneStore } from "./stores.ts";

/** What it needs. */
export interface ReplayDeps {
  readonly events: Pick<EventStore, "after" | "executionsBetween">;
  readonly lanes: Pick<LaneStore, "wake">;
  readonly hint: (laneId: string) => Promise<void>;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Replays for one receiver. Each resolves to the number of events that will be sent again (those of them that it wants). */
export interface Replay {
  readonly one: (receiverId: string, executionId: string, sequence: number) => Promise<number>;
  /** Events received from `sinceIso` to `untilIso`, both included. */
  readonly span: (receiverId: string, sinceIso: string, untilIso: string) => Promise<number>;
  /** Events that stand after a cursor of the feed, received up to `untilIso`. Throws `delivery.bad_cursor`. */
  readonly after: (receiverId: string, cursor: string, untilIso: string) => Promise<number>;
}

const PAGE = 200;
/** Of `2026-11-29T12:00:00.000Z`. */
const ISO_LENGTH = 24;

/** Replays. */
export function createReplay({ events, lanes, hint, clock, newId }: ReplayDeps): Replay {
  const begin = async (receiverId: string, executionId: string, from: number, to: number): Promise<void> => {
    const live = newLane(receiverId, executionId, clock.nowIso());
    const lane: Lane = { ...live, laneId: `${live.laneId}#replay-${newId()}`, doneThrough: from - 1, endsAt: to, replay: true };
    await lanes.wake(lane);
    await hint(lane.laneId);
  };
  const again = async (receiverId: string, { sinceIso, untilIso, wants }: Wanted): Promise<number> => {
    let count = 0;
    for (const executionId of await events.executionsBetween(sinceIso, untilIso)) {
      const sequences = await wantedOf(events, executionId, wants);
      const [first] = sequences;
      const last = sequences.at(-1);
      if (first === undefined || last === undefined) continue;
      await begin(receiverId, executionId, first, last);
      count += sequences.length;
    }
    return count;
  };
  return {
    one: async (receiverId, executionId, sequence) => {
      const [event] = await events.after(executionId, sequence - 1, 1);
      if (event?.envelope.sequence !== sequence) return 0;
      await begin(receiverId, executionId, sequence, sequence);
      return 1;
    },
    span: (receiverId, sinceIso, untilIso) =>
      again(receiverId, { sinceIso, untilIso, wants: ({ receivedAt }) => receivedAt >= sinceIso && receivedAt <= untilIso }),
    after: (receiverId, cursor, untilIso) => {
      // A cursor begins with the time at which its event was received.
      const sinceIso = parseCursor(cursor).slice(0, ISO_LENGTH);
      return again(receiverId, { sinceIso, untilIso, wants: (event) => formatCursor(event) > cursor && event.receivedAt <= untilIso });
    },
  };
}

/** Which events, and between which times they were received. */
interface Wanted {
  readonly sinceIso: string;
  readonly untilIso: string;
  readonly wants: (event: OutboxEvent) => boolean;
}

async function wantedOf(events: Pick<EventStore, "after">, executionId: string, wants: Wanted["wants"]): Promise<readonly number[]> {
  const found: number[] = [];
  let last = 0;
  for (;;) {
    const page = await events.after(executionId, last, PAGE);
    found.push(...page.filter((event) => wants(event)).map(({ envelope }) => envelope.sequence));
    const end = page.at(-1);
    if (!end || page.length < PAGE) return found;
    last = end.envelope.sequence;
  }
}
