/** What a commit is made of: versions, hash chain, and the checks that a reader makes. */
import { hash } from "node:crypto";
import { canonicalJson, DrError, toStorable } from "@dr/events";
import type { AppendRequest, Commit, StoredEvent, StreamHead } from "./port.ts";

/** Previous hash of the first commit of any stream. */
export const GENESIS_HASH = "0".repeat(64);

/** Head of a stream without events. */
export const EMPTY_HEAD: StreamHead = { version: 0, hash: GENESIS_HASH };

/**
 * Largest event, in bytes of JSON. The bus takes 900,000 bytes in a request, envelope included: whatever an adapter could say can be
 * recorded, and whatever is recorded can be published. The rule is less than 16 KB.
 */
export const MAX_EVENT_BYTES = 890_000;

const ISO_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A commit and the canonical JSON of its events, which its size is judged by. */
export interface SealedCommit {
  readonly commit: Commit;
  readonly eventsJson: string;
}

/**
 * The commit that a request makes: versions counted from its head, events in storable form, hash chained to the head's.
 * Throws `log.invalid_event` or `log.event_too_large`; nothing has been written then.
 */
export function sealCommit(request: AppendRequest): SealedCommit {
  if (request.events.length === 0) throw new DrError("log.invalid_event", `a commit to ${request.streamId} needs at least one event`);
  if (!ISO_MS.test(request.recordedAt)) {
    throw new DrError("log.invalid_event", `recordedAt: expected ISO 8601 in UTC with milliseconds, got ${request.recordedAt}`);
  }
  const { value: events, text: eventsJson } = storableEvents(request);
  const commit = {
    streamId: request.streamId,
    firstVersion: request.head.version + 1,
    lastVersion: request.head.version + request.events.length,
    events,
    commitId: request.commitId,
    actor: request.actor.toWellFormed(),
    correlationId: request.correlationId.toWellFormed(),
    causationId: request.causationId.toWellFormed(),
    epoch: request.epoch,
    recordedAt: request.recordedAt,
    ...(request.rules === undefined ? {} : { rules: request.rules }),
    prevHash: request.head.hash,
    hash: "",
  };
  commit.hash = sha256(commit.prevHash + textOf(commit, eventsJson));
  return { commit, eventsJson };
}

/**
 * `sha256(prevHash + canonical JSON of the commit without its hash)`, lower-case hex. Whatever else the commit holds counts too.
 * Throws `log.invalid_event` for a commit that no writer of ours made.
 */
export function hashOf(commit: Omit<Commit, "hash">): string {
  const { hash: _, ...body } = commit as Commit;
  return sha256(commit.prevHash + canonicalJson(body));
}

/**
 * Canonical JSON of a commit whose events are text already. The members are written down in canonical order here, so that nothing has to be sorted:
 * `hashOf` of the commit must give the same, and the conformance suite says so.
 */
function textOf(body: Omit<Commit, "hash">, eventsJson: string): string {
  const { actor, causationId, commitId, correlationId, epoch, firstVersion, lastVersion, prevHash, recordedAt, rules, streamId } = body;
  const text = JSON.stringify;
  const before = `"actor":${text(actor)},"causationId":${text(causationId)},"commitId":${text(commitId)},"correlationId":${text(correlationId)}`;
  const ruled = rules === undefined ? "" : `"rules":${rules},`;
  const after = `"lastVersion":${lastVersion},"prevHash":"${prevHash}","recordedAt":"${recordedAt}",${ruled}"streamId":${text(streamId)}`;
  return `{${before},"epoch":${epoch},"events":${eventsJson},"firstVersion":${firstVersion},${after}}`;
}

function sha256(text: string): string {
  return hash("sha256", text, "hex");
}

/** Where a stream ends after `commit`. */
export function headOf(commit: Commit): StreamHead {
  return { version: commit.lastVersion, hash: commit.hash };
}

/**
 * Checks that each commit follows its predecessor, the first one `after`. Throws `log.gap` if a version is missing or doubled and
 * `log.broken_chain` if a hash does not match; a null hash in `after` is not compared, for a caller who knows the version alone.
 */
export function assertChain(streamId: string, commits: readonly Commit[], after: { version: number; hash: string | null }): void {
  let { version, hash } = after;
  for (const commit of commits) {
    if (commit.firstVersion !== version + 1 || commit.lastVersion !== version + commit.events.length) {
      throw new DrError(
        "log.gap",
        `${streamId}: expected a commit from version ${version + 1}, found ${commit.firstVersion} to ${commit.lastVersion}`,
        {
          details: { streamId, expectedVersion: version + 1, foundVersion: commit.firstVersion },
        },
      );
    }
    if (hash !== null && commit.prevHash !== hash) {
      throw new DrError("log.broken_chain", `${streamId}: commit ${commit.firstVersion} does not continue the hash of version ${version}`, {
        details: { streamId, version: commit.firstVersion },
      });
    }
    ({ lastVersion: version, hash } = commit);
  }
}

/** The conflict of an append whose head is no longer the head. Retryable: reload and decide again. */
export function versionConflict(request: AppendRequest, cause?: unknown): DrError {
  return new DrError("log.version_conflict", `${request.streamId} is no longer at version ${request.head.version}`, {
    retryable: true,
    details: { streamId: request.streamId, expectedVersion: request.head.version },
    cause,
  });
}

function storableEvents(request: AppendRequest): { readonly value: readonly StoredEvent[]; readonly text: string } {
  const { value, text } = toStorable(request.events, "events");
  const events = value as readonly StoredEvent[];
  // No character takes more than three bytes: each event is measured only when one of them may be too large.
  if (text.length * 3 > MAX_EVENT_BYTES) for (const [index, event] of events.entries()) checkEventSize(request.streamId, event, index);
  return { value: events, text };
}

function checkEventSize(streamId: string, event: StoredEvent, index: number): void {
  const { type } = event;
  const bytes = Buffer.byteLength(JSON.stringify(event));
  if (bytes <= MAX_EVENT_BYTES) return;
  throw new DrError("log.event_too_large", `${type} for ${streamId} has ${bytes} bytes, at most ${MAX_EVENT_BYTES} can be published`, {
    details: { streamId, index, type, bytes, maxBytes: MAX_EVENT_BYTES },
  });
}
