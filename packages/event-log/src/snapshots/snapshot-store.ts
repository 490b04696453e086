/** Snapshots: folded states of long streams, kept to save time and for nothing else. */
import type { Folded } from "../commands/fold.ts";
import type { Commit, StreamHead } from "../port.ts";

/**
 * A state as it was at the end of one commit. `anchorVersion` is the version before that commit: reading from there gives the commit first,
 * and its hash tells whether the snapshot belongs to this stream. `stateVersion` is the shape of the state; another one is not used.
 */
export interface Snapshot {
  readonly streamId: string;
  readonly head: StreamHead;
  readonly anchorVersion: number;
  readonly epoch: number;
  readonly stateVersion: number;
  readonly state: unknown;
}

/** Where snapshots are kept, one per stream. Both calls may fail or lie old without harm. */
export interface SnapshotStore {
  /** The last snapshot of a stream, or null if there is none or it cannot be read whole. */
  readonly load: (streamId: string) => Promise<Snapshot | null>;
  /** Replaces the snapshot of a stream by a newer one; an older one changes nothing. */
  readonly save: (snapshot: Snapshot) => Promise<void>;
}

/**
 * When snapshots are taken: every `everyEvents` events (default 500), and in long streams each time they have grown by a quarter. Raise `stateVersion` whenever the folded state changes its
 * shape or meaning.
 */
export interface SnapshotPolicy {
  readonly store: SnapshotStore;
  readonly stateVersion: number;
  readonly everyEvents?: number;
}

const EVERY_EVENTS = 500;
/** A state grows with its stream, and so does the price of saving it: the longer the stream, the further apart, so that an event costs the same wherever it stands. */
const GROWTH = 0.25;

/** Saves a snapshot if the stream passed a mark with this commit. Marks follow from the version, so that no one has to remember when the last one was taken. */
export async function takeSnapshot(policy: SnapshotPolicy, folded: Folded<unknown>, commit: Commit): Promise<void> {
  const every = policy.everyEvents ?? EVERY_EVENTS;
  if (markBefore(commit.lastVersion, every) < commit.firstVersion) return;
  await policy.store.save({
    streamId: commit.streamId,
    head: folded.head,
    anchorVersion: commit.firstVersion - 1,
    epoch: folded.epoch,
    stateVersion: policy.stateVersion,
    state: folded.state,
  });
}

/** The last mark up to `version`, or 0 before the first. */
function markBefore(version: number, every: number): number {
  let mark = 0;
  for (let next = every; next <= version; next += Math.max(every, Math.floor(next * GROWTH))) mark = next;
  return mark;
}
