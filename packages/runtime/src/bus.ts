/** The event bus as its users see it, and the publishing routine that reads the answer entry by entry. */
import { DrError } from "@dr/events";
import type { Sleep } from "./clock.ts";
import type { NextTurn } from "./gathered.ts";
import { gatherPuts, MAX_BYTES, MAX_ENTRIES, type Chunk } from "./gathered-puts.ts";
import type { BusEntry, PutEntries } from "./put-entries.ts";

/** The bus. */
export interface Bus {
  /**
   * Puts all entries, in order, at least once. Throws `bus.publish_failed` (retryable) with `details.failedIds` when it gives up:
   * every entry that is not named there was accepted. Throws `bus.entry_too_large` before sending anything.
   */
  readonly publish: (entries: readonly BusEntry[]) => Promise<void>;
}

/** What a bus is built from. `maxTries` counts the tries of one entry; what is published until `nextTurn` (of the event loop, where time is real) goes out together. */
export interface BusDeps {
  readonly putEntries: PutEntries;
  readonly sleep: Sleep;
  readonly nextTurn?: NextTurn | undefined;
  readonly maxTries?: number;
  readonly backoffMs?: number;
}

/**
 * A bus over `putEntries`: cuts by count and bytes, and retries failed entries one by one with a doubling back-off. What is published side by side
 * shares requests; a retry is alone in its own, so that an entry that no request may hold fails by itself.
 */
export function createBus({ putEntries, sleep, nextTurn, maxTries = 5, backoffMs = 50 }: BusDeps): Bus {
  const putTogether = gatherPuts(putEntries, nextTurn);
  const attempt = async (entries: readonly BusEntry[], put: () => ReturnType<PutEntries>): Promise<readonly (string | null)[]> => {
    try {
      return await put();
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return entries.map(() => reason);
    }
  };
  const retryOne = async (entry: BusEntry, firstReason: string): Promise<string | null> => {
    let reason: string | null = firstReason;
    for (let tries = 1; tries < maxTries && reason !== null; tries += 1) {
      await sleep(backoffMs * 2 ** (tries - 1));
      const [outcome] = await attempt([entry], () => putEntries([entry]));
      reason = outcome === undefined ? "no answer" : outcome;
    }
    return reason;
  };
  return {
    publish: async (entries) => {
      const chunks = cutEntries(entries);
      for (const [index, chunk] of chunks.entries()) {
        const outcomes = await attempt(chunk.entries, () => putTogether(chunk));
        const failed = chunk.entries.flatMap((entry, at) => {
          const reason = outcomes[at] === undefined ? "no answer" : outcomes[at];
          return reason === null ? [] : [{ entry, reason }];
        });
        for (const [at, { entry, reason: firstReason }] of failed.entries()) {
          const reason = await retryOne(entry, firstReason);
          if (reason !== null)
            throw giveUp(reason, [
              ...failed.slice(at).map((one) => one.entry),
              ...chunks.slice(index + 1).flatMap((later) => later.entries),
            ]);
        }
      }
    },
  };
}

/** Cuts entries into requests of at most 10 entries and 900,000 bytes, keeping their order. Throws `bus.entry_too_large`. */
export function cutEntries(entries: readonly BusEntry[]): readonly Chunk[] {
  const chunks: { entries: BusEntry[]; bytes: number }[] = [];
  for (const entry of entries) {
    const bytes = entryBytes(entry);
    if (bytes > MAX_BYTES) {
      throw new DrError("bus.entry_too_large", `event ${entry.detail.id} has ${bytes} bytes, at most ${MAX_BYTES} go into one request`);
    }
    const chunk = chunks.at(-1);
    if (chunk === undefined || chunk.entries.length === MAX_ENTRIES || chunk.bytes + bytes > MAX_BYTES) {
      chunks.push({ entries: [entry], bytes });
    } else {
      chunk.entries.push(entry);
      chunk.bytes += bytes;
    }
  }
  return chunks;
}

/** AWS counts source, detail-type, detail and each resource in UTF-8 (EventBridge user guide, "Calculating PutEvents event entry size"). */
function entryBytes(entry: BusEntry): number {
  const parts = [entry.source, entry.detailType, JSON.stringify(entry.detail), ...(entry.resources ?? [])];
  return parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}

function giveUp(reason: string, unpublished: readonly BusEntry[]): DrError {
  const failedIds = unpublished.map((entry) => entry.detail.id);
  return new DrError("bus.publish_failed", `could not publish ${failedIds.join(", ")}: ${reason}`, {
    retryable: true,
    details: { failedIds, reason },
  });
}
