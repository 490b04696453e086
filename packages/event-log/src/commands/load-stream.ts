/** Loads the state of a stream: from the cache or a snapshot as far as they go, from the log for the rest. */
import { hasCode, type DomainEvent, type FindDefinition } from "@dr/events";
import { EMPTY_HEAD, headOf } from "../commit.ts";
import type { Commit, EventLog, StreamHead } from "../port.ts";
import type { Snapshot, SnapshotPolicy } from "../snapshots/snapshot-store.ts";
import { foldCommits, startOf, type Folded } from "./fold.ts";
import type { StateCache } from "./state-cache.ts";

/** What a loader is built from. */
export interface LoaderDeps<State, Event extends DomainEvent> {
  readonly log: EventLog;
  readonly initialState: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly cache?: StateCache<State> | undefined;
  readonly snapshots?: SnapshotPolicy | undefined;
  readonly findDefinition?: FindDefinition | undefined;
  /**
   * What nobody remembers is read from its end, at most so many commits (and 1 MB), and a snapshot only if that is not all: one request for most streams and two
   * for a long one; a third one where the end does not reach back to the snapshot. Without it a snapshot is read first, whether there is one or not.
   */
  readonly endFirst?: number | undefined;
}

/** A stream's state, and how many requests it took to know it, parts of a large snapshot not counted: 1 for one that was remembered. */
export interface Loaded<State> extends Folded<State> {
  readonly requests: number;
}

/** A function that folds a stream as it is now, by a consistent read. Throws `log.gap` or `log.broken_chain` if the stream is damaged. */
export function createStreamLoader<State, Event extends DomainEvent>({
  log,
  initialState,
  evolve,
  cache,
  snapshots,
  findDefinition,
  endFirst = 0,
}: LoaderDeps<State, Event>): (streamId: string) => Promise<Loaded<State>> {
  const start = startOf({ initialState });
  const fold = (folded: Folded<State>, commits: readonly Commit[]): Folded<State> => foldCommits(folded, commits, evolve, findDefinition);

  const fromCache = async (streamId: string): Promise<Loaded<State> | null> => {
    const known = cache?.get(streamId);
    if (known === undefined) return null;
    const tail = await readTail(log, streamId, known.head.version);
    const continues = tail !== null && (tail[0] === undefined || tail[0].prevHash === known.head.hash);
    return continues ? { ...fold(known, tail), requests: 1 } : null;
  };

  const usable = async (streamId: string): Promise<Snapshot | null> => {
    const snapshot = (await snapshots?.store.load(streamId).catch(() => null)) ?? null;
    return snapshot?.stateVersion === snapshots?.stateVersion ? snapshot : null;
  };

  /** A snapshot and the commits after it; null if its own commit is not among these. */
  const fromSnapshot = (snapshot: Snapshot, commits: readonly Commit[]): Folded<State> | null => {
    const { version, hash } = snapshot.head;
    const anchor = commits.findIndex((commit) => commit.lastVersion === version && commit.hash === hash);
    return anchor < 0 ? null : fold({ ...snapshot, state: snapshot.state as State }, commits.slice(anchor + 1));
  };

  const readEnd =
    endFirst > 0 ? (streamId: string) => log.readEnd(streamId, Number.isFinite(endFirst) ? { limit: endFirst } : {}) : undefined;

  const fromLog = async (streamId: string): Promise<Loaded<State>> => {
    let requests = 0;
    const asked = <T>(answer: Promise<T>): Promise<T> => ((requests += 1), answer);
    const end = readEnd ? await asked(readEnd(streamId)) : undefined;
    if (end?.whole) return { ...fold(start, end.commits), requests };
    const snapshot = snapshots ? await asked(usable(streamId)) : null;
    const folded =
      snapshot &&
      (fromSnapshot(snapshot, end?.commits ?? []) ??
        fromSnapshot(snapshot, (await asked(readTail(log, streamId, snapshot.anchorVersion))) ?? []));
    return { ...(folded ?? fold(start, await asked(log.read(streamId)))), requests };
  };

  return async (streamId) => {
    const { requests, ...folded } = (await fromCache(streamId)) ?? (await fromLog(streamId));
    cache?.set(streamId, folded);
    return { ...folded, requests };
  };
}

/** The commits after `afterVersion`, or null if the stream has no commit boundary there: what we remembered is of another history. */
async function readTail(log: EventLog, streamId: string, afterVersion: number): Promise<readonly Commit[] | null> {
  try {
    return await log.read(streamId, { afterVersion });
  } catch (error) {
    if (hasCode(error, "log.gap")) return null;
    throw error;
  }
}

/** Where a stream ends, without its state; version 0 for none. */
export async function readHead(log: EventLog, streamId: string): Promise<StreamHead> {
  const last = (await log.readEnd(streamId, { limit: 1 })).commits.at(-1);
  return last === undefined ? EMPTY_HEAD : headOf(last);
}
