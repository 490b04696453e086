/** What every record of a try says of its event. */
import type { Lane } from "./lane.ts";
import type { OutboxEvent } from "./outbox-event.ts";
import type { DeliveryRecord } from "./stores.ts";

/** The record without its outcome. */
export function toRecord(lane: Lane, event: OutboxEvent["envelope"], at: string): Omit<DeliveryRecord, "outcome"> {
  return {
    receiverId: lane.receiverId,
    eventId: event.id,
    executionId: lane.executionId,
    sequence: event.sequence,
    type: event.type,
    at,
    attempt: lane.attempts + 1,
  };
}
