/** Takes from the log what never came over the bus, or came before anybody listened: the bus wakes, the log informs. */
import { subjectOf, toEnvelope, type Commit, type EventLog } from "@dr/event-log";
import { hasCode } from "@dr/events";
import type { Clock } from "@dr/runtime";
import { isRecordedFact, type OutboxEvent } from "./outbox-event.ts";
import type { EventStore } from "./stores.ts";

/** What it needs. */
export interface FromLogDeps {
  readonly log: Pick<EventLog, "read">;
  readonly events: Pick<EventStore, "add" | "after">;
  readonly clock: Clock;
}

/** What was in the log after a sequence. */
export interface TakenFromLog {
  /** Events that nobody had brought. */
  readonly taken: number;
  /** The last sequence of the stream; the one asked after if nothing follows. */
  readonly lastSequence: number;
}

/** Keeps the events of a stream (of an execution, or of a plan) that follow a sequence and are not kept yet. Survives repetition. */
export type TakeFromLog = (streamId: string, afterSequence: number) => Promise<TakenFromLog>;

/** Commits and events read at once: a plan of many waves is taken in several goes. */
const PAGE = 200;

/** Takes from the log. */
export function createTakeFromLog({ log, events, clock }: FromLogDeps): TakeFromLog {
  return async (streamId, afterSequence) => {
    let taken = 0;
    let after = afterSequence;
    for (let found = await commitsFrom(log, streamId, after); ; found = await log.read(streamId, { afterVersion: after, limit: PAGE })) {
      const last = found.at(-1);
      if (!last) return { taken, lastSequence: after };
      const from = after;
      const known = await sequencesKept(events, subjectOf(streamId), from, last.lastVersion);
      const missing = found
        .flatMap((commit) => commit.events.map((_, index) => toEnvelope(commit, index)))
        .filter(isRecordedFact)
        .filter(({ sequence }) => sequence > from && !known.has(sequence))
        .map((envelope): OutboxEvent => ({ envelope, receivedAt: clock.nowIso() }));
      // In order: whoever reads meanwhile sees a beginning, never an end without it.
      for (const event of missing) if (await events.add(event)) taken += 1;
      after = last.lastVersion;
    }
  };
}

/**
 * The commits that hold what follows a sequence. Whoever lost the third of a commit's three events asks from within it, which the log answers with a hole,
 * or with nothing: then all of it is read. A log with a hole of its own throws `log.gap`.
 */
async function commitsFrom(log: FromLogDeps["log"], streamId: string, after: number): Promise<readonly Commit[]> {
  const found = await log.read(streamId, { afterVersion: after, limit: PAGE }).catch((error: unknown) => {
    if (!hasCode(error, "log.gap") || after === 0) throw error;
    return [];
  });
  if (found.length > 0 || after === 0) return found;
  return (await log.read(streamId)).filter(({ lastVersion }) => lastVersion > after);
}

async function sequencesKept(events: Pick<EventStore, "after">, subject: string, from: number, to: number): Promise<ReadonlySet<number>> {
  const kept = new Set<number>();
  for (let after = from; after < to;) {
    const page = await events.after(subject, after, PAGE);
    for (const { envelope } of page) kept.add(envelope.sequence);
    const last = page.at(-1);
    if (!last || page.length < PAGE) return kept;
    after = last.envelope.sequence;
  }
  return kept;
}
