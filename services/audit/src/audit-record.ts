/** What the audit feed has: a recorded fact, by whom, with the hash of the commit that it is in, so that a copy elsewhere proves the log; or what was audited beside the log. */
import { redact, type MappingInput } from "@dr/delivery";
import type { Commit, EventLog } from "@dr/event-log";
import { AUDIT_SOURCE, DrError } from "@dr/events";

/** What of the log is read. */
export type ReadLog = EventLog["read"];

/** The record. `hash` and `prevHash` are those of the commit of the versions `firstVersion` to `lastVersion` of the stream; absent where it is no fact of the log. */
export interface AuditRecord {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly streamId: string;
  readonly version: number;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly planId: string;
  readonly executionType: string;
  readonly firstVersion?: number;
  readonly lastVersion?: number;
  readonly prevHash?: string;
  readonly hash?: string;
  readonly data: unknown;
}

/** The commit that the last record of a lane was in, as the lane remembers it: the next event is in the same one or in one that follows. */
export type KnownCommit = Pick<Commit, "firstVersion" | "lastVersion" | "prevHash" | "hash">;

/** The record of an event, and its commit to remember. Throws `audit.not_in_log` when the log does not hold it (yet). */
export async function auditRecord(
  { event, context }: Pick<MappingInput, "event" | "context">,
  readLog: ReadLog,
  known?: KnownCommit,
): Promise<{ readonly record: AuditRecord; readonly commit?: KnownCommit }> {
  if (event.source === AUDIT_SOURCE) return { record: baseOf({ event, context }, `AUDIT#${event.subject}`) };
  const streamId = event.id.slice(0, event.id.lastIndexOf(":"));
  const { firstVersion, lastVersion, prevHash, hash } = await commitOf(readLog, { streamId, version: event.sequence, known });
  const commit = { firstVersion, lastVersion, prevHash, hash };
  return { record: { ...baseOf({ event, context }, streamId), ...commit }, commit };
}

function baseOf({ event, context }: Pick<MappingInput, "event" | "context">, streamId: string): AuditRecord {
  return {
    id: event.id,
    type: event.type,
    time: event.time,
    streamId,
    version: event.sequence,
    actor: event.actor,
    correlationId: event.correlationid,
    causationId: event.causationid,
    planId: context.planId,
    executionType: context.executionType,
    data: redact(event.data),
  };
}

interface Wanted {
  readonly streamId: string;
  readonly version: number;
  readonly known: KnownCommit | undefined;
}

async function commitOf(readLog: ReadLog, { streamId, version, known }: Wanted): Promise<KnownCommit> {
  const holds = ({ firstVersion, lastVersion }: KnownCommit): boolean => firstVersion <= version && version <= lastVersion;
  if (known && holds(known)) return known;
  const found = (await readLog(streamId, { afterVersion: known && known.lastVersion < version ? known.lastVersion : 0 })).find(holds);
  if (!found) throw new DrError("audit.not_in_log", `${streamId} has no version ${version} in the log`, { retryable: true });
  return found;
}
