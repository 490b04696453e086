/** The events of an execution as the log tells them. */
import type { Commit, EventLog, StoredEvent } from "@dr/event-log";

/** What of the log is read. */
export type ReadLog = EventLog["read"];

/** An event with its version in the stream. */
export type ToldEvent = StoredEvent & { readonly version: number };

/** All events of an execution up to a version, in order: the same at every repetition. */
export async function eventsUpTo(readLog: ReadLog, executionId: string, version: number): Promise<readonly ToldEvent[]> {
  const commits = await readLog(`EXEC#${executionId}`);
  return commits.flatMap((commit) => versionsOf(commit)).filter((event) => event.version <= version);
}

function versionsOf({ events, firstVersion }: Commit): readonly ToldEvent[] {
  return events.map((event, index) => ({ ...event, version: firstVersion + index }));
}

/** Milliseconds since the epoch. */
export function msOf({ at }: Pick<StoredEvent, "at">): number {
  return Date.parse(at);
}
