/** Takes from the log what never came over the bus, or came before anybody listened: the bus wakes, the log informs. */
import { subjectOf, toEnvelope, type EventLog } from "@dr/event-log";
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
    for (let after = afterSequence; ;) {
      const commits = await log.read(streamId, { afterVersion: after, limit: PAGE });
      const last = commits.at(-1);
      if (!last) return { taken, lastSequence: after };
      const known = await sequencesKept(events, subjectOf(streamId), after, last.lastVersion);
      const missing = commits
        .flatMap((commit) => commit.events.map((_, index) => toEnvelope(commit, index)))
        .filter(isRecordedFact)
        .filter(({ sequence }) => !known.has(sequence))
        .map((envelope): OutboxEvent => ({ envelope, receivedAt: clock.nowIso() }));
      // In order: whoever reads meanwhile sees a beginning, never an end without it.
      for (const event of missing) if (await events.add(event)) taken += 1;
      after = last.lastVersion;
    }
  };
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
