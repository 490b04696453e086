/** Puts the events of one stream on the bus, in version order, at least once, and has them anchored on the way. */
import { toEnvelope, type Anchors, type Commit, type EventLog, type Lead } from "@dr/event-log";
import { DrError, LOG_SOURCE, toFailure } from "@dr/events";
import type { Bus, BusEntry } from "@dr/runtime";
import type { CursorStore } from "./cursors.ts";
import { derivedFrom } from "./derived.ts";
import { createKnownCursors } from "./known-cursors.ts";

/** What the publisher is built from. Only the Region that leads publishes (`lead`): the other's bus would have every adapter act twice. `anchors` vouches for what is published; `onAnchorFailed` hears when it could not (the sweep tries again). */
export interface StreamPublisherDeps {
  readonly log: EventLog;
  readonly cursors: CursorStore;
  readonly bus: Bus;
  readonly lead: Pick<Lead, "current" | "notice">;
  readonly anchors?: Anchors | undefined;
  readonly onAnchorFailed?: ((failure: { readonly streamId: string; readonly code: string; readonly error: unknown }) => void) | undefined;
}

/**
 * Publishes streams. However many publishers run at once and wherever they crash, the first appearance of each event on the bus follows the
 * first appearance of its predecessor, unless the bus refused the predecessor and took the event in the same request; repeats are possible.
 */
export interface StreamPublisher {
  /** Publishes all that the log holds after the cursor, as long as this Region leads. Resolves to the number of events published. */
  readonly publishUpTo: (streamId: string) => Promise<number>;
  /** A commit was written, perhaps. Publishes it if it is the next one, reads the log if others are missing, does nothing if it is old. */
  readonly publishHint: (commit: Commit) => Promise<number>;
}

const COMMITS_PER_READ = 50;

/** A publisher of streams. Its functions throw `bus.publish_failed` when entries were refused; the cursor then stands before the first of them. */
export function createStreamPublisher({ log, cursors, bus, lead, anchors, onAnchorFailed }: StreamPublisherDeps): StreamPublisher {
  const known = createKnownCursors();

  /** Never fails and never waits for long: evidence that is late is repaired, a recovery that waits for evidence is not. */
  const anchor = async (streamId: string, commits: readonly Commit[]): Promise<number | undefined> => {
    try {
      return await anchors?.anchor(streamId, commits);
    } catch (error) {
      onAnchorFailed?.({ streamId, code: toFailure(error).code, error });
      return undefined;
    }
  };

  /** If the cursor moved meanwhile, another publisher sent the same events: a repeat, which is legal. False then: the cursor has to be read again. */
  const advance = async (
    streamId: string,
    from: number,
    to: { readonly commits: readonly Commit[]; readonly anchoredTo?: number | undefined },
  ) => {
    const last = to.commits.at(-1);
    if (last === undefined) return true;
    const moved = await cursors.advance(streamId, from, last.lastVersion, to.anchoredTo);
    if (moved) known.set(streamId, last.lastVersion);
    else known.forget(streamId);
    return moved;
  };

  const publish = async (
    streamId: string,
    from: number,
    commits: readonly Commit[],
  ): Promise<{ readonly count: number; readonly moved: boolean }> => {
    const entries = commits.flatMap((commit) => commit.events.flatMap((_, index) => toEntries(commit, index)));
    const anchored = anchor(streamId, commits);
    try {
      await bus.publish(entries);
    } catch (error) {
      await anchored;
      await advance(streamId, from, { commits: acceptedBefore(commits, error) });
      throw error;
    }
    return { count: entries.length, moved: await advance(streamId, from, { commits, anchoredTo: await anchored }) };
  };

  const publishUpTo = async (streamId: string): Promise<number> => {
    let published = 0;
    for (;;) {
      if (!(await lead.current()).leads) return published;
      const from = await cursors.read(streamId);
      const commits = await log.read(streamId, { afterVersion: from, limit: COMMITS_PER_READ });
      if (commits.length === 0) return published;
      published += (await publish(streamId, from, commits)).count;
    }
  };

  return {
    publishUpTo,
    publishHint: async (commit) => {
      lead.notice(commit);
      if (!(await lead.current()).leads) return 0;
      const { streamId, firstVersion, lastVersion } = commit;
      const from = known.get(streamId) ?? (await cursors.read(streamId));
      if (lastVersion <= from) return 0;
      if (firstVersion !== from + 1) return publishUpTo(streamId);
      const { count, moved } = await publish(streamId, from, [commit]);
      // Whoever moved the cursor may have moved it back, to have the stream published again.
      return moved ? count : count + (await publishUpTo(streamId));
    },
  };
}

function toEntries(commit: Commit, index: number): readonly BusEntry[] {
  const detail = toEnvelope(commit, index);
  return [{ source: LOG_SOURCE, detailType: detail.type, detail }, ...derivedFrom(detail)];
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
