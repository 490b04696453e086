/** Positions in the feed of all events: the time at which an event was received, then its id. */
import { DrError } from "@dr/events";
import type { OutboxEvent } from "./outbox-event.ts";

/** Events this young are held back: an event that was received earlier may still be on its way into the store. */
export const FEED_HOLD_BACK_MS = 2_000;

const CURSOR = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#\S{1,300}$/;

/** Where an event stands; sorts as text in the order of the feed. */
export function formatCursor({ receivedAt, envelope }: OutboxEvent): string {
  return `${receivedAt}#${envelope.id}`;
}

/** The position that a receiver sends back. Throws `delivery.bad_cursor` for anything that we did not hand out; empty = the beginning. */
export function parseCursor(text: string): string {
  if (text !== "" && !(CURSOR.test(text) && Date.parse(text.slice(0, 24)) > 0)) {
    throw new DrError("delivery.bad_cursor", "not a cursor of this feed: send back the `cursor` of the last page, or leave it out");
  }
  return text;
}
