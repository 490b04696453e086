/** Puts of one batch that are ready in the same turn of the event loop go out as one request. */
import type { BusEntry, PutEntries } from "./put-entries.ts";

/** AWS takes 10 entries in a request (EventBridge API reference, PutEvents). */
export const MAX_ENTRIES = 10;
/** AWS takes less than 1 MB in a request; the rest is room for what it adds. */
export const MAX_BYTES = 900_000;

/** Entries that have to be in one request, in order, and how many bytes they count for. */
export interface Chunk {
  readonly entries: readonly BusEntry[];
  readonly bytes: number;
}

/** Puts a chunk; outcome i belongs to entry i. Rejects when the request that it was in failed. */
export type PutChunk = (chunk: Chunk) => Promise<readonly (string | null)[]>;

interface Waiting extends Chunk {
  readonly answered: PromiseWithResolvers<readonly (string | null)[]>;
}

/** Calls back once everybody who is ready now had their turn: `setImmediate`, or `queueMicrotask` where time is virtual. */
export type AfterTurn = (callback: () => void) => void;

/**
 * Gathers chunks until the turn is over, and sends as many of them in a request as it may hold. A batch of records or messages is handled side
 * by side and publishes side by side: a request for each would be most of what publishing costs. A chunk waits for nobody who is not ready.
 */
export function gatherPuts(putEntries: PutEntries, afterTurn: AfterTurn): PutChunk {
  let waiting: Waiting[] = [];

  const send = async (together: readonly Waiting[]): Promise<void> => {
    try {
      const outcomes = await putEntries(together.flatMap(({ entries }) => entries));
      let from = 0;
      for (const { entries, answered } of together) {
        answered.resolve(outcomes.slice(from, from + entries.length));
        from += entries.length;
      }
    } catch (error) {
      for (const { answered } of together) answered.reject(error);
    }
  };

  const sendAll = (): void => {
    const requests = pack(waiting);
    waiting = [];
    for (const together of requests) void send(together);
  };

  return ({ entries, bytes }) => {
    const answered = Promise.withResolvers<readonly (string | null)[]>();
    waiting.push({ entries, bytes, answered });
    if (waiting.length === 1) afterTurn(sendAll);
    return answered.promise;
  };
}

/** In the order in which they came; a chunk that has no room in the last request begins the next. */
function pack(chunks: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const requests: Waiting[][] = [];
  let room = { entries: 0, bytes: 0 };
  for (const chunk of chunks) {
    const last = requests.at(-1);
    if (last === undefined || chunk.entries.length > room.entries || chunk.bytes > room.bytes) {
      requests.push([chunk]);
      room = { entries: MAX_ENTRIES, bytes: MAX_BYTES };
    } else last.push(chunk);
    room = { entries: room.entries - chunk.entries.length, bytes: room.bytes - chunk.bytes };
  }
  return requests;
}
