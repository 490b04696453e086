/** The queue of adapters' facts. */
import { hasCode } from "@dr/events";
import { queueHandler, type DeadLetters, type LambdaHandler, type Telemetry } from "@dr/runtime";
import { parseAdapterMessage } from "./messages.ts";
import type { RecordFact } from "./process/record-fact.ts";

/** What the handler needs. */
export interface FactsHandlerDeps {
  readonly telemetry: Telemetry;
  readonly deadLetters: DeadLetters;
  readonly recordFact: RecordFact;
}

/** A handler of adapters' facts: those of one execution in order of arrival, executions side by side. */
export function createFactsHandler({ telemetry, deadLetters, recordFact }: FactsHandlerDeps): LambdaHandler {
  return queueHandler({
    telemetry,
    deadLetters,
    parse: parseAdapterMessage,
    laneOf: ({ envelope }) => envelope.subject,
    describe: ({ envelope }) => ({
      correlationId: envelope.correlationid,
      stream: `EXEC#${envelope.subject}`,
      eventId: envelope.id,
      type: envelope.type,
    }),
    handle: (message, { logger }) => recordFact(message, logger),
    // A fact about an execution that does not exist will not come true by waiting.
    isPoison: (error) => hasCode(error, "execution.not_found"),
  });
}
