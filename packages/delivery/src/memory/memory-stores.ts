/** The stores in memory: for tests and simulations, and the reference for what the others must do. */
import type { Lane } from "../lane.ts";
import type { OutboxEvent } from "../outbox-event.ts";
import type { Receiver } from "../receiver.ts";
import { FEED_HOLD_BACK_MS, formatCursor, parseCursor } from "../feed-cursor.ts";
import type {
  DeliveryRecord,
  DeliveryStores,
  EventStore,
  LaneStore,
  Listened,
  ListeningStore,
  ReceiverStore,
  RecordStore,
} from "../stores.ts";

/** Empty stores that share nothing with others. */
export function createMemoryStores(): DeliveryStores {
  return {
    events: memoryEvents(),
    lanes: memoryLanes(),
    records: memoryRecords(),
    receivers: memoryReceivers(),
    listening: memoryListening(),
  };
}

function memoryEvents(): EventStore {
  const streams = new Map<string, Map<number, OutboxEvent>>();
  const byTime = (): readonly OutboxEvent[] =>
    [...streams.values()].flatMap((stream) => [...stream.values()]).toSorted((a, b) => (formatCursor(a) < formatCursor(b) ? -1 : 1));
  return {
    add: async (event) => {
      const { subject, sequence } = event.envelope;
      const stream = streams.get(subject) ?? new Map<number, OutboxEvent>();
      streams.set(subject, stream);
      if (stream.has(sequence)) return false;
      stream.set(sequence, event);
      return true;
    },
    after: async (executionId, sequence, limit) =>
      [...(streams.get(executionId)?.values() ?? [])]
        .filter(({ envelope }) => envelope.sequence > sequence)
        .toSorted((a, b) => a.envelope.sequence - b.envelope.sequence)
        .slice(0, limit),
    last: async (executionId) =>
      [...(streams.get(executionId)?.values() ?? [])].toSorted((a, b) => a.envelope.sequence - b.envelope.sequence).at(-1),
    feed: async (after, limit, nowIso) => {
      const from = after === undefined ? "" : parseCursor(after);
      const until = new Date(Date.parse(nowIso) - FEED_HOLD_BACK_MS).toISOString();
      const events = byTime()
        .filter((event) => formatCursor(event) > from && event.receivedAt <= until)
        .slice(0, limit);
      const last = events.at(-1);
      return { events, cursor: last ? formatCursor(last) : (after ?? "") };
    },
    executionsBetween: async (sinceIso, untilIso) => [
      ...new Set(
        byTime()
          .filter(({ receivedAt }) => receivedAt >= sinceIso && receivedAt <= untilIso)
          .map(({ envelope }) => envelope.subject),
      ),
    ],
  };
}

function memoryLanes(): LaneStore {
  const lanes = new Map<string, Lane>();
  const due = new Set<string>();
  const put = (lane: Lane): Lane => {
    lanes.set(lane.laneId, lane);
    if (lane.dueAt === undefined) due.delete(lane.laneId);
    else due.add(lane.laneId);
    return lane;
  };
  return {
    get: async (laneId) => lanes.get(laneId),
    wake: async (lane) => {
      const standing = lanes.get(lane.laneId);
      if (!standing) put(lane);
      else if (lane.dueAt !== undefined) {
        if (standing.dueAt !== undefined && standing.dueAt > lane.dueAt && (standing.notBefore ?? "") > lane.dueAt) return false;
        const isDue = standing.dueAt !== undefined && standing.dueAt <= lane.dueAt;
        put({ ...standing, dueAt: isDue ? standing.dueAt : lane.dueAt, rev: standing.rev + 1 });
        return !isDue;
      }
      return true;
    },
    lease: async (laneId, owner, nowMs, untilMs) => {
      const standing = lanes.get(laneId);
      if (!standing || (standing.leaseUntil ?? 0) > nowMs) return undefined;
      return put({ ...standing, leaseOwner: owner, leaseUntil: untilMs, rev: standing.rev + 1 });
    },
    save: async (lane) => (lanes.get(lane.laneId)?.rev === lane.rev ? put({ ...lane, rev: lane.rev + 1 }) : false),
    due: async (nowIso, limit) => [...due].filter((laneId) => (lanes.get(laneId)?.dueAt ?? "~") <= nowIso).slice(0, limit),
  };
}

function memoryRecords(): RecordStore {
  const records = new Map<string, DeliveryRecord[]>();
  return {
    add: async (record) => {
      const list = records.get(record.receiverId) ?? [];
      records.set(record.receiverId, list);
      list.push(record);
    },
    list: async (receiverId, { outcome, limit, before = "~" }) =>
      (records.get(receiverId) ?? [])
        .filter((record) => (outcome === undefined || record.outcome === outcome) && record.at < before)
        .toReversed()
        .slice(0, limit),
  };
}

function memoryReceivers(): ReceiverStore {
  const receivers = new Map<string, Receiver>();
  return {
    list: async () => [...receivers.values()],
    get: async (receiverId) => receivers.get(receiverId),
    put: async (receiver) => void receivers.set(receiver.receiverId, receiver),
    fail: async (receiverId, failing, seenUntil) => {
      const found = receivers.get(receiverId);
      if (!found || (seenUntil !== undefined && found.failing?.restsUntil !== seenUntil)) return false;
      const { failing: _before, ...well } = found;
      receivers.set(receiverId, failing ? { ...well, failing } : well);
      return true;
    },
    remove: async (receiverId) => void receivers.delete(receiverId),
  };
}

function memoryListening(): ListeningStore {
  let listened: Listened = {};
  return {
    read: async () => listened,
    cover: async (coveredTo) => {
      listened = { ...listened, coveredTo };
    },
    pulled: async (pulledSince, pulledAt) => {
      listened = { ...listened, pulledSince, pulledAt };
    },
  };
}
