/** Decisions as the commits that the log would have made of them. */
import { GENESIS_HASH, hashOf, type Commit, type StoredEvent } from "@dr/event-log";
import type { DomainEvent } from "@dr/events";

/** One commit per decision, chained, recorded when its events say. */
export function toCommits(decisions: readonly (readonly DomainEvent[])[], streamId = "EXEC#exec-1"): readonly Commit[] {
  const commits: Commit[] = [];
  for (const events of decisions) {
    const before = commits.at(-1);
    const firstVersion = (before?.lastVersion ?? 0) + 1;
    const stored = events.map(({ type, data, at }): StoredEvent => ({
      type,
      schemaVersion: 1,
      at,
      data: JSON.parse(JSON.stringify(data)) as Record<string, unknown>,
    }));
    const commit = {
      streamId,
      firstVersion,
      lastVersion: firstVersion + events.length - 1,
      events: stored,
      commitId: `commit-${firstVersion}`,
      actor: "someone",
      correlationId: "correlation",
      causationId: "cause",
      epoch: 0,
      recordedAt: events[0]?.at ?? "",
      prevHash: before?.hash ?? GENESIS_HASH,
    };
    commits.push({ ...commit, hash: hashOf(commit) });
  }
  return commits;
}
