/** Puts the events of one stream on the bus, in version order, at least once. */
import { toEnvelope, type Commit, type EventLog } from "@dr/event-log";
import { DrError, LOG_SOURCE } from "@dr/events";
import type { Bus, BusEntry } from "@dr/runtime";
import type { CursorStore } from "./cursors.ts";

/** What the publisher is built from. */
export interface StreamPublisherDeps {
  readonly log: EventLog;
  readonly cursors: CursorStore;
  readonly bus: Bus;
}

/**
 * Publishes streams. However many publishers run at once and wherever they crash, the first appearance of each event on the bus follows the
 * first appearance of its predecessor, unless the bus refused the predecessor and took the event in the same request; repeats are possible.
 */
export interface StreamPublisher {
  /** Publishes all that the log holds after the cursor. Resolves to the number of events published. */
  readonly publishUpTo: (streamId: string) => Promise<number>;
  /** A commit was written, perhaps. Publishes it if it is the next one, reads the log if others are missing, does nothing if it is old. */
  readonly publishHint: (commit: Commit) => Promise<number>;
}

const COMMITS_PER_READ = 50;

/** A publisher of streams. Its functions throw `bus.publish_failed` when entries were refused; the cursor then stands before the first of them. */
export function createStreamPublisher({ log, cursors, bus }: StreamPublisherDeps): StreamPublisher {
  const publish = async (streamId: string, from: number, commits: readonly Commit[]): Promise<number> => {
    const entries = commits.flatMap((commit) => commit.events.map((_, index) => toEntry(commit, index)));
    try {
      await bus.publish(entries);
    } catch (error) {
      await advance(streamId, from, acceptedBefore(commits, error));
      throw error;
    }
    await advance(streamId, from, commits);
    return entries.length;
  };

  /** If the cursor moved meanwhile, another publisher sent the same events: a repeat, which is legal. The caller reads the cursor again. */
  const advance = async (streamId: string, from: number, commits: readonly Commit[]): Promise<void> => {
    const last = commits.at(-1);
    if (last !== undefined) await cursors.advance(streamId, from, last.lastVersion);
  };

  const publishUpTo = async (streamId: string): Promise<number> => {
    let published = 0;
    for (;;) {
      const from = await cursors.read(streamId);
      const commits = await log.read(streamId, { afterVersion: from, limit: COMMITS_PER_READ });
      if (commits.length === 0) return published;
      published += await publish(streamId, from, commits);
    }
  };

  return {
    publishUpTo,
    publishHint: async (commit) => {
      const from = await cursors.read(commit.streamId);
      if (commit.lastVersion <= from) return 0;
      return commit.firstVersion === from + 1 ? publish(commit.streamId, from, [commit]) : publishUpTo(commit.streamId);
    },
  };
}

function toEntry(commit: Commit, index: number): BusEntry {
  const detail = toEnvelope(commit, index);
  return { source: LOG_SOURCE, detailType: detail.type, detail };
}

/** The commits before the first refused entry: they need not be sent again. */
function acceptedBefore(commits: readonly Commit[], error: unknown): readonly Commit[] {
  const failedIds = error instanceof DrError ? error.details?.["failedIds"] : undefined;
  if (!Array.isArray(failedIds) || failedIds.length === 0) return [];
  const failed = new Set<unknown>(failedIds);
  const firstRefused = commits.findIndex((commit) =>
    commit.events.some((_, index) => failed.has(`${commit.streamId}:${commit.firstVersion + index}`)),
  );
  return commits.slice(0, Math.max(firstRefused, 0));
}
