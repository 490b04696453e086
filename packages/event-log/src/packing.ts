/** How the events of a commit lie in one item: as JSON, or compressed when there are many. */
import { gunzipSync, gzipSync } from "node:zlib";
import { DrError } from "@dr/events";
import type { SealedCommit } from "./commit.ts";

/** Up to here events are text that a person can read in the console. */
const MAX_PLAIN_BYTES = 128 * 1024;
/** An item may have 400 KB (DynamoDB developer guide, "Constraints"); the rest is room for keys and metadata. */
export const MAX_ITEM_BYTES = 390 * 1024;

/**
 * The compressed events, or null when they are small enough to lie in the item as they are. A wave of 1,000 tasks is about 1 MB of JSON that
 * repeats itself: compressed it stays one item, and so one atomic decision. Throws `log.commit_too_large` if even that passes the limit.
 */
export function packEvents({ commit, eventsJson }: SealedCommit): Uint8Array | null {
  if (eventsJson.length * 3 <= MAX_PLAIN_BYTES || Buffer.byteLength(eventsJson) <= MAX_PLAIN_BYTES) return null;
  const packed = gzipSync(eventsJson);
  if (packed.byteLength <= MAX_ITEM_BYTES) return packed;
  throw new DrError(
    "log.commit_too_large",
    `a commit of ${commit.events.length} events to ${commit.streamId} has ${packed.byteLength} bytes compressed`,
    {
      details: { streamId: commit.streamId, bytes: packed.byteLength, maxBytes: MAX_ITEM_BYTES },
    },
  );
}

/** Events from how they lie in an item: compressed, as JSON, or as the list that earlier versions wrote. The result is not yet checked. Throws `log.malformed_record`. */
export function unpackEvents(stored: unknown): unknown {
  try {
    if (stored instanceof Uint8Array) return JSON.parse(gunzipSync(stored).toString("utf8"));
    return typeof stored === "string" ? JSON.parse(stored) : stored;
  } catch (error) {
    throw new DrError("log.malformed_record", "events that cannot be read", { cause: error });
  }
}
