/** All commits of all streams by time: how sweeps find what a lost message would have told. */
import { stableShard } from "./shard.ts";

/** Shards of one hour of the feed. One index partition takes 1,000 writes a second (DynamoDB developer guide, "warm throughput"). */
export const FEED_SHARDS = 16;

/** One commit as the feed knows it. */
export interface FeedEntry {
  readonly streamId: string;
  readonly firstVersion: number;
  readonly recordedAt: string;
}

/** The feed. Eventually consistent, and ordered by the clocks of the writers: read an overlap, and never decide on it. */
export interface TimeFeed {
  /** Commits with `fromIso <= recordedAt <= toIso` in the UTC hour of `fromIso`, in no promised order. */
  readonly readHour: (range: { readonly fromIso: string; readonly toIso: string }) => Promise<readonly FeedEntry[]>;
}

/** Partition of a commit in the feed: `yyyymmddhh#<shard>`. */
export function feedPartition(recordedAt: string, streamId: string): string {
  return `${feedHour(recordedAt)}#${stableShard(streamId, FEED_SHARDS)}`;
}

/** Sort key of a commit in the feed: `<recordedAt>#<streamId>#<firstVersion>`. */
export function feedSort(entry: FeedEntry): string {
  return `${entry.recordedAt}#${entry.streamId}#${entry.firstVersion}`;
}

/** The UTC hour of an ISO time as the feed spells it: `yyyymmddhh`. */
export function feedHour(iso: string): string {
  return iso.slice(0, 4) + iso.slice(5, 7) + iso.slice(8, 10) + iso.slice(11, 13);
}

/** Cuts a period into ranges of one UTC hour each, oldest first, as `readHour` wants them. */
export function* hourRanges(fromIso: string, toIso: string): Generator<{ fromIso: string; toIso: string }> {
  let start = fromIso;
  while (start <= toIso) {
    const next = new Date(Date.parse(`${start.slice(0, 13)}:00:00.000Z`) + 3_600_000).toISOString();
    const end = new Date(Date.parse(next) - 1).toISOString();
    yield { fromIso: start, toIso: end < toIso ? end : toIso };
    start = next;
  }
}
