/** An event as the outbox keeps it: the fact that went over the bus, and when we heard of it. */
import type { Envelope } from "@dr/events";

/** A recorded fact (`sequence` is its version in the execution's stream) and the time at which it reached us, ISO 8601, UTC. */
export interface OutboxEvent {
  readonly envelope: Envelope & { readonly sequence: number };
  readonly receivedAt: string;
}

/** True for facts of the log: they alone carry a sequence, and they alone are delivered. */
export function isRecordedFact(envelope: Envelope): envelope is Envelope & { readonly sequence: number } {
  return envelope.sequence !== undefined;
}
