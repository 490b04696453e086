/** Append requests for tests. */
import type { AppendRequest, StoredEvent, StreamHead } from "../port.ts";
import { EMPTY_HEAD } from "../commit.ts";

let counter = 0;

/** A stored event of a small, real type. */
export function storedEvent(waveNumber = 1, at = "2026-11-23T04:00:00.000Z"): StoredEvent {
  return { type: "WaveCompleted", schemaVersion: 1, at, data: { waveNumber } };
}

/** An append of `events` (default one) at `head` (default the empty one) under a new commit id. */
export function appendRequest(
  streamId: string,
  { head = EMPTY_HEAD, ...rest }: Partial<Omit<AppendRequest, "head">> & { head?: StreamHead } = {},
): AppendRequest {
  counter += 1;
  return {
    streamId,
    head,
    events: [storedEvent()],
    commitId: `commit-${counter}`,
    actor: "arn:aws:sts::123456789012:assumed-role/DROrchestrationAdmin/test",
    correlationId: "correlation-1",
    causationId: "cause-1",
    epoch: 0,
    recordedAt: "2026-11-23T04:00:00.000Z",
    ...rest,
  };
}
