/** Finds streams whose events never reached the bus: a lost stream record, a crash, an outage of any length. */
import { hourRanges, type Anchors, type FeedEntry, type Lead, type SayAlive, type TimeFeed } from "@dr/event-log";
import { toFailure } from "@dr/events";
import type { Clock, LogFields } from "@dr/runtime";
import pLimit from "p-limit";
import type { CursorStore, Progress } from "./cursors.ts";
import { createKnownCursors } from "./known-cursors.ts";
import type { StreamPublisher } from "./publish-stream.ts";

/** What the sweep is built from. Times in milliseconds. */
export interface SweepDeps {
  readonly feed: TimeFeed;
  readonly cursors: CursorStore;
  readonly publisher: StreamPublisher;
  /** A Region that does not lead says that it is there, and stands by: the leader's mark is not its to move. */
  readonly lead: Pick<Lead, "refresh">;
  readonly sayAlive?: SayAlive;
  /** Vouches for what the stream function could not have anchored. */
  readonly anchors?: Anchors | undefined;
  readonly clock: Clock;
  /** How much before the mark is read again: the feed is eventually consistent and clocks differ. Default 15 s. */
  readonly overlapMs?: number;
  /** Commits younger than this are left to the stream function. Default 2 s. */
  readonly graceMs?: number;
  /** How far the very first sweep looks back. Default 48 h. */
  readonly firstLookbackMs?: number;
  /** Whether the log has no commit at all: the very first sweep of a new platform then looks back an hour, not through two days of nothing. */
  readonly isNew?: () => Promise<boolean>;
}

/** One run of the sweep, as long as `isNear` says that there is time. */
export interface SweepRun {
  readonly isNear: () => boolean;
  readonly logger: { readonly error: (message: string, fields?: LogFields) => void };
}

/** What a run did. `anchored` streams were vouched for by this run; `behind` ones could not be. `broken` streams cannot be published by trying again; `failed` and `unchecked` ones are tried at the next run. */
export interface SweepSummary {
  readonly checked: number;
  readonly published: number;
  readonly failed: number;
  readonly broken: number;
  readonly unchecked: number;
  readonly anchored: number;
  readonly behind: number;
  readonly sweptTo: string;
}

const STREAMS_AT_ONCE = 8;
const NOTHING: Progress = { publishedTo: 0, anchoredTo: 0 };
/** More than any two clocks differ. */
const NEW_LOOKBACK_MS = 3_600_000;
/** Damage that no repetition mends: a person has to look. The sweep does not wait for it. */
const BROKEN = new Set([
  "log.gap",
  "log.broken_chain",
  "log.malformed_record",
  "log.rewritten",
  "checkpoint.malformed",
  "bus.entry_too_large",
]);

/**
 * A sweep. It walks the time feed hour by hour from its mark to now and keeps the mark after each hour, so that a long outage is worked off
 * over several runs. A stream that fails holds the mark back and nothing else: its neighbours are published.
 */
export function createSweep(deps: SweepDeps): (run: SweepRun) => Promise<SweepSummary> {
  const {
    feed,
    cursors,
    publisher,
    lead,
    sayAlive,
    anchors,
    clock,
    overlapMs = 15_000,
    graceMs = 2_000,
    firstLookbackMs = 48 * 3_600_000,
    isNew = async () => false,
  } = deps;
  const settled = createKnownCursors();

  /** Anchoring that fails holds the mark as an event does that could not be published. */
  const mend = async ({ streamId, firstVersion }: FeedEntry, before: Progress, counts: Counts): Promise<void> => {
    const isPublished = before.publishedTo >= firstVersion;
    const published = isPublished ? 0 : await publisher.publishUpTo(streamId);
    counts.published += published;
    if (anchors === undefined || before.anchoredTo >= firstVersion) {
      if (isPublished) settled.set(streamId, firstVersion);
      return;
    }
    counts.behind += 1;
    await cursors.noteAnchored(streamId, await anchors.anchor(streamId));
    counts.behind -= 1;
    counts.anchored += 1;
  };

  return async ({ isNear, logger }) => {
    const limit = pLimit(STREAMS_AT_ONCE);
    const until = clock.nowMs() - graceMs;
    let sweptTo = (await cursors.readMark()) ?? toIso(until - ((await isNew()) ? NEW_LOOKBACK_MS : firstLookbackMs));
    const counts = { checked: 0, published: 0, failed: 0, broken: 0, unchecked: 0, anchored: 0, behind: 0 };
    await sayAlive?.();
    if (!(await lead.refresh()).leads) return { ...counts, sweptTo };
    const fail = (error: unknown, message: string, fields: LogFields, streams = 1): void => {
      const { code } = toFailure(error);
      counts[BROKEN.has(code) ? "broken" : "failed"] += streams;
      logger.error(message, { ...fields, code, error });
    };
    const sweepStream = async (entry: FeedEntry, before: Progress): Promise<void> => {
      if (isNear()) {
        counts.unchecked += 1;
        return;
      }
      counts.checked += 1;
      try {
        await mend(entry, before, counts);
      } catch (error) {
        fail(error, "stream could not be published", { streamId: entry.streamId });
      }
    };
    const sweepHour = async (entries: readonly FeedEntry[]): Promise<void> => {
      // What was found published and anchored stays so, and is in the overlap of the next runs.
      const open = newestPerStream(entries).filter(({ streamId, firstVersion }) => (settled.get(streamId) ?? 0) < firstVersion);
      if (open.length === 0) return;
      try {
        const progress = await cursors.progress(open.map(({ streamId }) => streamId));
        await Promise.all(open.map((entry) => limit(sweepStream, entry, progress.get(entry.streamId) ?? NOTHING)));
      } catch (error) {
        fail(error, "cursors could not be read", { streams: open.length }, open.length);
      }
    };
    for (const range of hourRanges(toIso(Date.parse(sweptTo) - overlapMs), toIso(until))) {
      if (isNear()) break;
      await sweepHour(await feed.readHour(range));
      // The mark never passes a stream that is still to be published; later hours are swept all the same.
      if (counts.failed + counts.unchecked > 0) continue;
      if (range.toIso <= sweptTo) continue;
      sweptTo = range.toIso;
      await cursors.writeMark(sweptTo);
    }
    return { ...counts, sweptTo };
  };
}

type Counts = { -readonly [K in "published" | "anchored" | "behind"]: SweepSummary[K] };

function newestPerStream(entries: readonly FeedEntry[]): readonly FeedEntry[] {
  const newest = new Map<string, FeedEntry>();
  for (const entry of entries) {
    if ((newest.get(entry.streamId)?.firstVersion ?? 0) < entry.firstVersion) newest.set(entry.streamId, entry);
  }
  return [...newest.values()];
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
