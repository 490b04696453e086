/** Anchors streams: holds what was written against the last checkpoint, and vouches for it with the next one. */
import { DrError } from "@dr/events";
import { assertChain, EMPTY_HEAD } from "../commit.ts";
import type { Commit, EventLog, StreamHead } from "../port.ts";
import type { HeadKey } from "../verify/signature.ts";
import type { CheckpointStore } from "./checkpoint-store.ts";
import { checkpointHash, signCheckpoint, verifyCheckpoint, type Checkpoint } from "./checkpoint.ts";

/** What anchoring takes. The key belongs to whoever anchors alone: who writes the log must not have it. */
export interface AnchorsDeps {
  readonly log: Pick<EventLog, "read">;
  readonly store: CheckpointStore;
  readonly key: () => Promise<HeadKey>;
  readonly clock: { readonly nowIso: () => string };
}

/** Anchors streams. One object is written for all commits of a call, however many publishers make it at once. */
export interface Anchors {
  /**
   * Vouches for these commits of one stream, and for those between them and the last checkpoint, which are read from the log. Resolves to the version that is anchored now.
   * Throws `log.rewritten` when the log no longer continues what was anchored: nothing is vouched for then.
   */
  readonly anchor: (streamId: string, commits?: readonly Commit[]) => Promise<number>;
}

/** Streams whose last checkpoint a warm process remembers. */
const MAX_KNOWN = 2_000;

/** An anchor of streams. */
export function createAnchors({ log, store, key, clock }: AnchorsDeps): Anchors {
  const known = new Map<string, Checkpoint>();
  const remember = (checkpoint: Checkpoint): void => {
    known.delete(checkpoint.streamId);
    known.set(checkpoint.streamId, checkpoint);
    const [oldest] = known.keys();
    if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  };

  const lastOf = async (streamId: string): Promise<Checkpoint | undefined> => {
    const last = known.get(streamId) ?? (await store.newest(streamId, 1))[0];
    if (last !== undefined && !verifyCheckpoint(last, await key())) throw rewritten(streamId, last.version, "its checkpoint is not ours");
    return last;
  };

  /** Keeps the next checkpoint; one that another publisher kept first must say the same. */
  const keep = async (last: Checkpoint | undefined, head: StreamHead & { readonly streamId: string }): Promise<number> => {
    const at = clock.nowIso();
    const { streamId, version, hash } = head;
    const body = { streamId, version, hash, after: last ? { version: last.version, hash: last.hash } : EMPTY_HEAD, at };
    const origin = { previous: last ? checkpointHash(last) : null, since: last?.since ?? { version, at } };
    const checkpoint = signCheckpoint({ ...body, ...origin }, await key());
    const kept = (await store.put(checkpoint)) ? checkpoint : ((await store.read(streamId, version)) ?? checkpoint);
    if (kept.hash !== hash) throw rewritten(streamId, version, "another commit was anchored there");
    remember(kept);
    return version;
  };

  return {
    anchor: async (streamId, commits = []) => {
      // The first commit of a stream needs no look: if there is a checkpoint all the same, keeping the next one meets it or the sweep does.
      const last = commits[0]?.firstVersion === 1 && !known.has(streamId) ? undefined : await lastOf(streamId);
      const after: StreamHead = last ?? EMPTY_HEAD;
      const next = await following(log, streamId, { commits, after });
      const end = next.at(-1);
      if (end === undefined) return after.version;
      return keep(last, { streamId, version: end.lastVersion, hash: end.hash });
    },
  };
}

/** The commits after an anchored head, held against it. */
async function following(
  log: AnchorsDeps["log"],
  streamId: string,
  { commits, after }: { readonly commits: readonly Commit[]; readonly after: StreamHead },
): Promise<readonly Commit[]> {
  const same = commits.find(({ lastVersion }) => lastVersion === after.version);
  if (same !== undefined && same.hash !== after.hash) throw rewritten(streamId, after.version, "it is no longer what was anchored");
  if (commits.length > 0 && (commits.at(-1)?.lastVersion ?? 0) <= after.version) return [];
  const fresh = commits.filter(({ firstVersion }) => firstVersion > after.version);
  const next = fresh[0]?.firstVersion === after.version + 1 ? fresh : await log.read(streamId, { afterVersion: after.version });
  try {
    assertChain(streamId, next, after);
  } catch (error) {
    throw rewritten(streamId, after.version + 1, (error as Error).message, error);
  }
  return next;
}

function rewritten(streamId: string, version: number, why: string, cause?: unknown): DrError {
  return new DrError("log.rewritten", `${streamId} at version ${version}: ${why}`, { details: { streamId, version }, cause });
}
