/** The log in memory: for tests, the simulation and benchmarks. It promises what the DynamoDB log promises, and forgets at exit. */
import { assertChain, GENESIS_HASH, sealCommit, versionConflict } from "../commit.ts";
import { packEvents } from "../packing.ts";
import type { AppendRequest, AppendResult, Commit, EventLog } from "../port.ts";
import { feedHour, type FeedEntry, type TimeFeed } from "../time-feed.ts";

/** A log in memory, with its time feed. `onAppend` plays the part of the table's stream: it sees each new commit once, in order per stream. */
export interface MemoryEventLog extends EventLog, TimeFeed {
  readonly streamIds: () => readonly string[];
}

/** An empty log. Appending costs the same whatever the number of streams and their length. */
export function createMemoryEventLog(options: { readonly onAppend?: (commit: Commit) => void } = {}): MemoryEventLog {
  const streams = new Map<string, Commit[]>();
  const hours = new Map<string, Commit[]>();

  const append = (request: AppendRequest): AppendResult => {
    const commits = streams.get(request.streamId);
    if ((commits?.at(-1)?.lastVersion ?? 0) !== request.head.version) {
      const winner = findByFirstVersion(commits ?? [], request.head.version + 1);
      if (winner?.commitId === request.commitId) return { commit: winner, duplicate: true };
      throw versionConflict(request);
    }
    const sealed = sealCommit(request);
    packEvents(sealed);
    const { commit } = sealed;
    (commits ?? newList(streams, request.streamId)).push(commit);
    const hour = feedHour(commit.recordedAt);
    (hours.get(hour) ?? newList(hours, hour)).push(commit);
    options.onAppend?.(commit);
    return { commit, duplicate: false };
  };

  return {
    append: async (request) => append(request),
    read: async (streamId, { afterVersion = 0, limit } = {}) => {
      const commits = streams.get(streamId) ?? [];
      const start = afterVersion === 0 ? 0 : firstIndexAfter(commits, afterVersion);
      const found = commits.slice(start, limit === undefined ? undefined : start + limit);
      assertChain(streamId, found, { version: afterVersion, hash: afterVersion === 0 ? GENESIS_HASH : null });
      return found;
    },
    readEnd: async (streamId, { limit = Infinity } = {}) => {
      const commits = streams.get(streamId) ?? [];
      return { commits: commits.slice(Math.max(0, commits.length - limit)), whole: commits.length <= limit };
    },
    readHour: async ({ fromIso, toIso }) =>
      (hours.get(feedHour(fromIso)) ?? [])
        .filter((commit) => commit.recordedAt >= fromIso && commit.recordedAt <= toIso)
        .map(({ streamId, firstVersion, recordedAt }): FeedEntry => ({ streamId, firstVersion, recordedAt })),
    streamIds: () => [...streams.keys()],
  };
}

/** An empty list under a key: the first commit that is put in makes room for many, where a list that is made of one commit is moved when its second one comes. */
function newList(lists: Map<string, Commit[]>, key: string): Commit[] {
  const list: Commit[] = [];
  lists.set(key, list);
  return list;
}

/** Index of the first commit that begins after `version`, by halving. */
function firstIndexAfter(commits: readonly Commit[], version: number): number {
  let low = 0;
  let high = commits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((commits[middle]?.firstVersion ?? 0) <= version) low = middle + 1;
    else high = middle;
  }
  return low;
}

function findByFirstVersion(commits: readonly Commit[], firstVersion: number): Commit | undefined {
  const found = commits[firstIndexAfter(commits, firstVersion - 1)];
  return found?.firstVersion === firstVersion ? found : undefined;
}
