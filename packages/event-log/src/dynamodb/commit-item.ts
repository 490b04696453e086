/** A commit as a DynamoDB item, and back. */
import type { SealedCommit } from "../commit.ts";
import { parseCommit } from "../commit-schema.ts";
import { packEvents, unpackEvents } from "../packing.ts";
import type { Commit } from "../port.ts";
import { feedPartition, feedSort } from "../time-feed.ts";
import type { Item } from "./query.ts";

/** Sort key of the commit that begins at `firstVersion`. */
export function commitSortKey(firstVersion: number): string {
  return `C#${String(firstVersion).padStart(12, "0")}`;
}

/**
 * The item of a commit: `events` as canonical JSON, or `eventsGzip` when there are many. Text, because it is what was hashed, is read as it stands in
 * the console, and takes neither the client nor DynamoDB the work (and the bytes, which are paid for) of nested attribute values. Throws `log.commit_too_large`.
 */
export function toCommitItem(sealed: SealedCommit): Item {
  const { streamId, events: _, ...fields } = sealed.commit;
  const eventsGzip = packEvents(sealed);
  return {
    pk: streamId,
    sk: commitSortKey(fields.firstVersion),
    ...fields,
    ...(eventsGzip === null ? { events: sealed.eventsJson } : { eventsGzip }),
    feedPk: feedPartition(fields.recordedAt, streamId),
    feedSk: feedSort({ streamId, firstVersion: fields.firstVersion, recordedAt: fields.recordedAt }),
  };
}

/** The commit in an item. Throws `log.malformed_record`. */
export function fromCommitItem(item: Item): Commit {
  const { pk, sk, feedPk: _, feedSk: __, eventsGzip, ...fields } = item;
  const events = unpackEvents(eventsGzip ?? fields["events"]);
  return parseCommit({ ...fields, events, streamId: pk }, `item ${String(pk)} ${String(sk)}`);
}
