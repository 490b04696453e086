/** What delivering keeps, as ports. Implementations: memory and DynamoDB; both pass the suite in `@dr/delivery/testing`. */
import type { Failing } from "./failing.ts";
import type { Lane } from "./lane.ts";
import type { OutboxEvent } from "./outbox-event.ts";
import type { Receiver } from "./receiver.ts";

/** Position in the feed of all events; opaque to whoever pulls. */
export interface FeedPage {
  readonly events: readonly OutboxEvent[];
  /** Where the next page begins; the same as asked for when there is nothing new. */
  readonly cursor: string;
}

/** Every event that came over the bus, once, by execution and by time. */
export interface EventStore {
  /** Keeps an event; false, and nothing changes, when it is known. */
  readonly add: (event: OutboxEvent) => Promise<boolean>;
  /** Events of an execution after a sequence, in order. Strongly consistent. */
  readonly after: (executionId: string, sequence: number, limit: number) => Promise<readonly OutboxEvent[]>;
  /** The one with the highest sequence; undefined while there is none. Strongly consistent. */
  readonly last: (executionId: string) => Promise<OutboxEvent | undefined>;
  /** Events in the order in which they were received; those of the last seconds are held back until no earlier one can appear. */
  readonly feed: (after: string | undefined, limit: number, nowIso: string) => Promise<FeedPage>;
  /** Executions with events received in this span. */
  readonly executionsBetween: (sinceIso: string, untilIso: string) => Promise<readonly string[]>;
}

/** Lanes. Reads are strongly consistent; writes are never repeated by the client itself. */
export interface LaneStore {
  readonly get: (laneId: string) => Promise<Lane | undefined>;
  /**
   * Puts the lane if there is none; otherwise makes the one that stands due at `lane.dueAt`, if that is earlier, and raises `rev` in any case: whoever works on it must notice.
   * False where nobody has to be told: it is due already, so that somebody was told or is at work on it and will notice; or, and nothing changes, it has its
   * receiver's patience to wait for until later, and is due by itself then: it finds by itself what came meanwhile.
   */
  readonly wake: (lane: Lane) => Promise<boolean>;
  /** Takes the lease if it is free or has run out. Undefined when somebody else has it, or there is no such lane. */
  readonly lease: (laneId: string, owner: string, nowMs: number, untilMs: number) => Promise<Lane | undefined>;
  /** Replaces the lane if its `rev` is still the one given. False when it is not. */
  readonly save: (lane: Lane) => Promise<Lane | false>;
  /** Ids of lanes that are due, at most `limit`. */
  readonly due: (nowIso: string, limit: number) => Promise<readonly string[]>;
}

/** One try of one event at one receiver. */
export interface DeliveryRecord {
  readonly receiverId: string;
  readonly eventId: string;
  readonly executionId: string;
  readonly sequence: number;
  readonly type: string;
  readonly at: string;
  readonly attempt: number;
  readonly outcome: "sent" | "retry" | "dead" | "unknown" | "gap";
  readonly reason?: string;
  readonly status?: number;
  readonly latencyMs?: number;
  readonly address?: string;
  /** First 4 KB of the answer. */
  readonly answer?: string;
}

/** What was tried, for people; kept for 30 days. */
export interface RecordStore {
  readonly add: (record: DeliveryRecord) => Promise<void>;
  /** Newest first. */
  readonly list: (
    receiverId: string,
    options: { readonly outcome?: DeliveryRecord["outcome"]; readonly limit: number; readonly before?: string },
  ) => Promise<readonly DeliveryRecord[]>;
}

/** Receivers, and how well they are. */
export interface ReceiverStore {
  readonly list: () => Promise<readonly Receiver[]>;
  readonly get: (receiverId: string) => Promise<Receiver | undefined>;
  readonly put: (receiver: Receiver) => Promise<void>;
  /** Notes how it fails, or that it does not. With `seenUntil` only if that rest still stands. False if it does not, or the receiver is gone. */
  readonly fail: (receiverId: string, failing: Failing | undefined, seenUntil?: string) => Promise<boolean>;
  readonly remove: (receiverId: string) => Promise<void>;
}

/** Times are ISO 8601, UTC. */
export interface Listened {
  /** Up to here everything in the log that somebody wants is kept. */
  readonly coveredTo?: string | undefined;
  /** Since when somebody pulls the feed, and when last. */
  readonly pulledSince?: string | undefined;
  readonly pulledAt?: string | undefined;
}

/** What is remembered of who listens. The last writer wins: every value may be an older one, which costs a repeated look. */
export interface ListeningStore {
  readonly read: () => Promise<Listened>;
  readonly cover: (toIso: string) => Promise<void>;
  readonly pulled: (sinceIso: string, atIso: string) => Promise<void>;
}

/** All of them. */
export interface DeliveryStores {
  readonly events: EventStore;
  readonly lanes: LaneStore;
  readonly records: RecordStore;
  readonly receivers: ReceiverStore;
  readonly listening: ListeningStore;
}
