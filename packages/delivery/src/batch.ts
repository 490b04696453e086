/** Which events go together in one request. */
import type { Lane } from "./lane.ts";
import type { OutboxEvent } from "./outbox-event.ts";

/** What a batch has to heed. */
export interface BatchRules {
  readonly lane: Pick<Lane, "endsAt">;
  readonly wants: (event: OutboxEvent) => boolean;
  readonly size: number;
}

/** The first event, and those right behind it that are wanted, too: without a hole, and not beyond the lane's end. */
export function batchOf(
  [first, ...more]: readonly [OutboxEvent, ...OutboxEvent[]],
  { lane, wants, size }: BatchRules,
): readonly OutboxEvent[] {
  const batch = [first];
  for (const event of more) {
    const { sequence } = event.envelope;
    const isNext = sequence === first.envelope.sequence + batch.length;
    if (batch.length >= size || !isNext || sequence > (lane.endsAt ?? sequence) || !wants(event)) break;
    batch.push(event);
  }
  return batch;
}
