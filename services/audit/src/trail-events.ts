/** Events of the trail lie in a table of their own: nobody who replays or pulls facts of the log comes across them. */
import type { EventStore } from "@dr/delivery";
import { TRAIL } from "./audit-intake.ts";

/** What is asked about a day of the trail is answered by it, everything else by the outbox. */
export function withTrail(outbox: EventStore, trail: EventStore): EventStore {
  const of = (subject: string): EventStore => (subject.startsWith(TRAIL) ? trail : outbox);
  return {
    ...outbox,
    add: (event) => of(event.envelope.subject).add(event),
    after: (subject, sequence, limit) => of(subject).after(subject, sequence, limit),
    last: (subject) => of(subject).last(subject),
  };
}
