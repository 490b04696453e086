/** Sends events again: one, or all of a span of time. Under the ids that they always had, in a lane of their own beside the living one. */
import type { Clock, NewId } from "@dr/runtime";
import { formatCursor, parseCursor } from "./feed-cursor.ts";
import { newLane, type Lane } from "./lane.ts";
import type { EventStore, LaneStore } from "./stores.ts";
import { wakeLane } from "./wake-lane.ts";

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
    await wakeLane({ lanes, hint }, lane);
  };
  const again = async (receiverId: string, position: string, untilIso: string): Promise<number> => {
    let count = 0;
    for (const executionId of await events.executionsBetween(position.slice(0, ISO_LENGTH), untilIso)) {
      const sequences = await between(events, executionId, position, untilIso);
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
    // A cursor begins with the time at which its event was received: the time alone stands before all of that time.
    span: again,
    after: (receiverId, cursor, untilIso) => again(receiverId, parseCursor(cursor), untilIso),
  };
}

async function between(
  events: Pick<EventStore, "after">,
  executionId: string,
  position: string,
  untilIso: string,
): Promise<readonly number[]> {
  const found: number[] = [];
  let last = 0;
  for (;;) {
    const page = await events.after(executionId, last, PAGE);
    const wanted = page.filter((event) => formatCursor(event) > position && event.receivedAt <= untilIso);
    found.push(...wanted.map(({ envelope }) => envelope.sequence));
    const end = page.at(-1);
    if (!end || page.length < PAGE) return found;
    last = end.envelope.sequence;
  }
}
