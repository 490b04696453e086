/** The event log as its users see it: one stream per execution or plan, one conditional write per decision. */
import type { EventType } from "@dr/events";

/** An event as stored: `schemaVersion` is the version of its type when it was written. */
export interface StoredEvent {
  readonly type: EventType;
  readonly schemaVersion: number;
  readonly at: string;
  readonly data: Record<string, unknown>;
}

/** Who and why, kept with each commit. `causationId` is the id of the event, request or sweep that led to it. */
export interface CommitMeta {
  readonly commitId: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly epoch: number;
  readonly recordedAt: string;
  /** Version of the rules that decided; absent where they have none, and in commits of before they were noted. */
  readonly rules?: number;
}

/** One decision: 1..n events written by one conditional put. `hash = sha256(prevHash + canonical JSON of the commit)`. */
export interface Commit extends CommitMeta {
  readonly streamId: string;
  readonly firstVersion: number;
  readonly lastVersion: number;
  readonly events: readonly StoredEvent[];
  readonly prevHash: string;
  readonly hash: string;
}

/** Where a stream ends: version 0 and the genesis hash for an empty one. */
export interface StreamHead {
  readonly version: number;
  readonly hash: string;
}

/** What to append, at which head. */
export interface AppendRequest extends CommitMeta {
  readonly streamId: string;
  readonly head: StreamHead;
  readonly events: readonly StoredEvent[];
}

/** `duplicate` is true when the same commitId had landed before: a retry of our own, a success. */
export interface AppendResult {
  readonly commit: Commit;
  readonly duplicate: boolean;
}

/** The end of a stream, in order; `whole` if no commit stands before it. */
export interface StreamEnd {
  readonly commits: readonly Commit[];
  readonly whole: boolean;
}

/** The log. Implementations: DynamoDB and memory; both pass the suite in `@dr/event-log/testing`. */
export interface EventLog {
  /**
   * All commits after `afterVersion` (default 0), in order, strongly consistent.
   * Throws `log.gap` if a commit does not follow its predecessor.
   */
  readonly read: (streamId: string, options?: { readonly afterVersion?: number; readonly limit?: number }) => Promise<readonly Commit[]>;
  /** The last commits, as many as one request brings, or at most `limit`; strongly consistent. */
  readonly readEnd: (streamId: string, options?: { readonly limit?: number }) => Promise<StreamEnd>;
  /**
   * Appends all events as one commit if the stream is still at `head`; otherwise fails with `log.version_conflict` (retryable) and writes nothing.
   * Throws `log.commit_too_large` before writing if the item would pass DynamoDB's limit.
   */
  readonly append: (request: AppendRequest) => Promise<AppendResult>;
}
