/** Pages of a stream as the envelopes that went over the bus. */
import { toEnvelope, type Commit, type EventLog, type StreamHead } from "@dr/event-log";
import { hasCode, type Envelope } from "@dr/events";

/** Which part of a stream. `after` is a version (0 = from the start), `limit` a number of events. */
export interface EventsPage {
  readonly after: number;
  readonly limit: number;
  readonly head: StreamHead;
}

/** API Gateway and Lambda answer with at most 6 MB; what is around the events takes its share. */
const MAX_BYTES = 4_000_000;

/** Envelopes after a version, oldest first. `nextAfter` continues the page; it is absent at the head of the stream. */
export async function readEvents(
  log: EventLog,
  streamId: string,
  { after, limit, head }: EventsPage,
): Promise<{ readonly events: readonly Envelope[]; readonly headVersion: number; readonly nextAfter?: number }> {
  const events: Envelope[] = [];
  let bytes = 0;
  for (const commit of await readCommits(log, streamId, { after, limit, head })) {
    for (const index of commit.events.keys()) {
      if (commit.firstVersion + index <= after) continue;
      const envelope = toEnvelope(commit, index);
      bytes += Buffer.byteLength(JSON.stringify(envelope));
      if (events.length === limit || (bytes > MAX_BYTES && events.length > 0)) return withNext(events, head);
      events.push(envelope);
    }
  }
  return withNext(events, head);
}

function withNext(events: readonly Envelope[], head: StreamHead) {
  const last = events.at(-1)?.sequence;
  return { events, headVersion: head.version, ...(last === undefined || last >= head.version ? {} : { nextAfter: last }) };
}

/** The log is read from a boundary between commits; a version inside a commit takes a full read. */
async function readCommits(log: EventLog, streamId: string, { after, limit, head }: EventsPage): Promise<readonly Commit[]> {
  if (after >= head.version) return [];
  try {
    const commits = await log.read(streamId, { afterVersion: after, limit });
    if (commits.length > 0) return commits;
  } catch (error) {
    if (!hasCode(error, "log.gap")) throw error;
  }
  return log.read(streamId);
}
