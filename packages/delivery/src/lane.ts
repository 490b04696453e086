/** A lane: the deliveries of one execution to one receiver, in order. The only thing that changes while we deliver. */
import type { LaneMemory } from "./integration.ts";

/** Times are ISO 8601, UTC, but for the lease. */
export interface Lane {
  readonly laneId: string;
  readonly receiverId: string;
  readonly executionId: string;
  /** Grows with every write; a write that does not know the last one is refused. */
  readonly rev: number;
  /** Everything up to here is done: sent, not wanted, or a dead letter. */
  readonly doneThrough: number;
  /** A replay ends here; the living lane of an execution has no end. */
  readonly endsAt?: number;
  /** A replay: the events are sent again, under the ids that they always had. */
  readonly replay: boolean;
  /** Tries of the event after `doneThrough`, and when the first of them was. */
  readonly attempts: number;
  readonly firstTriedAt?: string;
  /** Requests of that event that were taken already. */
  readonly taken: readonly string[];
  /** Its last try was written and got no answer. */
  readonly unanswered: boolean;
  readonly memory: LaneMemory;
  /** When there is something to do; absent while there is not. */
  readonly dueAt?: string;
  /** The event in front is not tried again before this, whatever wakes the lane. */
  readonly notBefore?: string;
  readonly lastReason?: string;
  readonly leaseOwner?: string;
  /** Milliseconds since the epoch. */
  readonly leaseUntil?: number;
}

/** Id of the lane in which an execution's events reach a receiver as they happen. */
export function liveLaneId(receiverId: string, executionId: string): string {
  return `${receiverId}#${executionId}`;
}

/** A lane that has done nothing yet. */
export function newLane(receiverId: string, executionId: string, dueAt: string): Lane {
  return {
    laneId: liveLaneId(receiverId, executionId),
    receiverId,
    executionId,
    rev: 0,
    doneThrough: 0,
    replay: false,
    attempts: 0,
    taken: [],
    unanswered: false,
    memory: {},
    dueAt,
  };
}
