/** The queue of recorded facts: each is kept, and wakes the lanes of those who want it. */
import type { Intake } from "@dr/delivery";
import { parseBusEvent, queueHandler, type DeadLetters, type LambdaHandler, type Telemetry } from "@dr/runtime";

/** What the handler needs. */
export interface IntakeHandlerDeps {
  readonly telemetry: Telemetry;
  readonly deadLetters: DeadLetters;
  readonly intake: Intake;
}

/** A handler of facts, side by side: those of one batch wake a lane once. */
export function createIntakeHandler({ telemetry, deadLetters, intake }: IntakeHandlerDeps): LambdaHandler {
  return queueHandler({
    telemetry,
    deadLetters,
    parse: (body) => parseBusEvent(body).envelope,
    // Each by itself: they are kept by their places, and whoever sends them does so in order.
    laneOf: ({ id }) => id,
    describe: ({ correlationid, id, subject, type }) => ({ correlationId: correlationid, eventId: id, stream: `EXEC#${subject}`, type }),
    handle: (envelope) => intake(envelope),
  });
}
