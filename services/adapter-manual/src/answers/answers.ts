/** What people said, from the bus into the table that the tasks look at. */
import { DrError, LOG_SOURCE, parseLoose, type EventData } from "@dr/events";
import { parseBusEvent } from "@dr/runtime";
import type { KeepAnswer } from "../tasks.ts";

/** An answer with its time (ISO 8601, UTC). */
export interface HeardAnswer {
  readonly data: EventData<"ManualTaskAnswered">;
  readonly at: string;
}

/** Reads a message. Throws `event.*` for what is no answer, or does not come from the log. */
export function parseAnswer(body: unknown): HeardAnswer {
  const { source, envelope } = parseBusEvent(body);
  if (source !== LOG_SOURCE) throw new DrError("event.source_mismatch", `answers come from ${LOG_SOURCE}, not from ${source}`);
  return { data: parseLoose("ManualTaskAnswered", envelope.data, envelope.schemaversion), at: envelope.time };
}

/** Keeps what ends a task; that it was handed on changes nothing here. */
export async function keepHeard(keep: KeepAnswer, { data, at }: HeardAnswer): Promise<void> {
  const { operationId, outcome, note, evidence, answeredBy, person } = data;
  if (outcome === "handed_on") return;
  await keep(operationId, {
    outcome,
    evidence,
    answeredBy,
    at,
    ...(note === undefined ? {} : { note }),
    ...(person === undefined ? {} : { person }),
  });
}
