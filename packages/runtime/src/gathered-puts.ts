/** Puts of one batch that are ready in the same turn of the event loop go out as one request. */
import { gathered, type Call, type NextTurn } from "./gathered.ts";
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

type Outcomes = readonly (string | null)[];

/** Puts a chunk; outcome i belongs to entry i. Rejects when the request that it was in failed. */
export type PutChunk = (chunk: Chunk) => Promise<Outcomes>;

/**
 * Sends as many chunks in a request as it may hold. A batch of records or messages is handled side by side and publishes side by side: a request for
 * each would be most of what publishing costs.
 */
export function gatherPuts(putEntries: PutEntries, nextTurn?: NextTurn): PutChunk {
  const put = async (together: readonly Call<Chunk, Outcomes>[]): Promise<void> => {
    try {
      const outcomes = await putEntries(together.flatMap(({ input }) => input.entries));
      let from = 0;
      for (const { input, answer } of together) {
        answer(outcomes.slice(from, from + input.entries.length));
        from += input.entries.length;
      }
    } catch (error) {
      for (const { refuse } of together) refuse(error);
    }
  };
  return gathered<Chunk, Outcomes>(async (calls) => {
    await Promise.all(pack(calls).map(put));
  }, nextTurn);
}

/** In the order in which they came; a chunk that has no room in the last request begins the next. */
function pack(calls: readonly Call<Chunk, Outcomes>[]): readonly (readonly Call<Chunk, Outcomes>[])[] {
  const requests: Call<Chunk, Outcomes>[][] = [];
  let room = { entries: 0, bytes: 0 };
  for (const call of calls) {
    const { entries, bytes } = call.input;
    const last = requests.at(-1);
    if (last === undefined || entries.length > room.entries || bytes > room.bytes) {
      requests.push([call]);
      room = { entries: MAX_ENTRIES, bytes: MAX_BYTES };
    } else last.push(call);
    room = { entries: room.entries - entries.length, bytes: room.bytes - bytes };
  }
  return requests;
}
