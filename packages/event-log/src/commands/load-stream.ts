/** Loads the state of a stream: from the cache or a snapshot as far as they go, from the log for the rest. */
import { hasCode, type DomainEvent, type FindDefinition } from "@dr/events";
import { EMPTY_HEAD } from "../commit.ts";
import type { Commit, EventLog } from "../port.ts";
import type { SnapshotPolicy } from "../snapshots/snapshot-store.ts";
import { foldCommits, type Folded } from "./fold.ts";
import type { StateCache } from "./state-cache.ts";

/** What a loader is built from. */
export interface LoaderDeps<State, Event extends DomainEvent> {
  readonly log: EventLog;
  readonly initialState: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly cache?: StateCache<State> | undefined;
  readonly snapshots?: SnapshotPolicy | undefined;
  readonly findDefinition?: FindDefinition | undefined;
}

/** A function that folds a stream as it is now, by a consistent read. Throws `log.gap` or `log.broken_chain` if the stream is damaged. */
export function createStreamLoader<State, Event extends DomainEvent>({
  log,
  initialState,
  evolve,
  cache,
  snapshots,
  findDefinition,
}: LoaderDeps<State, Event>): (streamId: string) => Promise<Folded<State>> {
  const start: Folded<State> = { state: initialState, head: EMPTY_HEAD, epoch: 0 };
  const fold = (folded: Folded<State>, commits: readonly Commit[]): Folded<State> => foldCommits(folded, commits, evolve, findDefinition);

  const fromCache = async (streamId: string): Promise<Folded<State> | null> => {
    const known = cache?.get(streamId);
    if (known === undefined) return null;
    const tail = await readTail(log, streamId, known.head.version);
    const continues = tail !== null && (tail[0] === undefined || tail[0].prevHash === known.head.hash);
    return continues ? fold(known, tail) : null;
  };

  const fromSnapshot = async (streamId: string): Promise<Folded<State> | null> => {
    const snapshot = await snapshots?.store.load(streamId).catch(() => null);
    if (!snapshot || snapshot.stateVersion !== snapshots?.stateVersion) return null;
    const tail = await readTail(log, streamId, snapshot.anchorVersion);
    const [anchor, ...rest] = tail ?? [];
    if (anchor?.lastVersion !== snapshot.head.version || anchor.hash !== snapshot.head.hash) return null;
    return fold({ state: snapshot.state as State, head: snapshot.head, epoch: snapshot.epoch }, rest);
  };

  return async (streamId) => {
    const folded = (await fromCache(streamId)) ?? (await fromSnapshot(streamId)) ?? fold(start, await log.read(streamId));
    cache?.set(streamId, folded);
    return folded;
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
