/** The event bus as its users see it, and the publishing routine that reads the answer entry by entry. */
import { DrError, type Envelope } from "@dr/events";
import type { Sleep } from "./clock.ts";

/** One event to put on the bus. `detail.id` names it in errors. */
export interface BusEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Envelope;
  readonly resources?: readonly string[];
}

/** The bus. */
export interface Bus {
  /**
   * Puts all entries, in order, at least once. Throws `bus.publish_failed` (retryable) with `details.failedIds` when it gives up:
   * every entry that is not named there was accepted. Throws `bus.entry_too_large` before sending anything.
   */
  readonly publish: (entries: readonly BusEntry[]) => Promise<void>;
}

/** One `PutEvents` request: outcome i belongs to entry i, and is null when the entry was accepted. */
export type PutEntries = (entries: readonly BusEntry[]) => Promise<readonly (string | null)[]>;

/** What a bus is built from. `maxTries` counts the tries of one entry. */
export interface BusDeps {
  readonly putEntries: PutEntries;
  readonly sleep: Sleep;
  readonly maxTries?: number;
  readonly backoffMs?: number;
}

/** AWS takes 10 entries in a request (EventBridge API reference, PutEvents). */
const MAX_ENTRIES = 10;
/** AWS takes less than 1 MB in a request; the rest is room for what it adds. */
const MAX_BYTES = 900_000;

/** A bus over `putEntries`: cuts by count and bytes, retries failed entries one by one with a doubling back-off. */
export function createBus({ putEntries, sleep, maxTries = 5, backoffMs = 50 }: BusDeps): Bus {
  const attempt = async (entries: readonly BusEntry[]): Promise<readonly (string | null)[]> => {
    try {
      return await putEntries(entries);
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return entries.map(() => reason);
    }
  };
  const retryOne = async (entry: BusEntry, firstReason: string): Promise<string | null> => {
    let reason: string | null = firstReason;
    for (let tries = 1; tries < maxTries && reason !== null; tries += 1) {
      await sleep(backoffMs * 2 ** (tries - 1));
      const [outcome] = await attempt([entry]);
      reason = outcome === undefined ? "no answer" : outcome;
    }
    return reason;
  };
  return {
    publish: async (entries) => {
      const chunks = cutEntries(entries);
      for (const [index, chunk] of chunks.entries()) {
        const outcomes = await attempt(chunk);
        const failed = chunk.flatMap((entry, at) => {
          const reason = outcomes[at] === undefined ? "no answer" : outcomes[at];
          return reason === null ? [] : [{ entry, reason }];
        });
        for (const [at, { entry, reason: firstReason }] of failed.entries()) {
          const reason = await retryOne(entry, firstReason);
          if (reason !== null) throw giveUp(reason, [...failed.slice(at).map((one) => one.entry), ...chunks.slice(index + 1).flat()]);
        }
      }
    },
  };
}

/** Cuts entries into requests of at most 10 entries and 900,000 bytes, keeping their order. Throws `bus.entry_too_large`. */
export function cutEntries(entries: readonly BusEntry[]): readonly (readonly BusEntry[])[] {
  const chunks: BusEntry[][] = [];
  let bytesInChunk = 0;
  for (const entry of entries) {
    const bytes = entryBytes(entry);
    if (bytes > MAX_BYTES) {
      throw new DrError("bus.entry_too_large", `event ${entry.detail.id} has ${bytes} bytes, at most ${MAX_BYTES} go into one request`);
    }
    const chunk = chunks.at(-1);
    if (chunk === undefined || chunk.length === MAX_ENTRIES || bytesInChunk + bytes > MAX_BYTES) {
      chunks.push([entry]);
      bytesInChunk = bytes;
    } else {
      chunk.push(entry);
      bytesInChunk += bytes;
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
