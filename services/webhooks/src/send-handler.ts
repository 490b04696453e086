/** The queue of lanes that are due, and of endpoints that are to be asked. */
import type { Pump } from "@dr/delivery";
import { queueHandler, type DeadLetters, type LambdaHandler, type NewId, type Telemetry } from "@dr/runtime";
import type { AskEndpoint } from "./ask-endpoint.ts";
import { laneMessageSchema, type LaneMessage } from "./messages.ts";

/** What the handler needs. `hint` tells this very queue that a lane is due again, after so many seconds. */
export interface SendHandlerDeps {
  readonly telemetry: Telemetry;
  readonly deadLetters: DeadLetters;
  readonly pump: Pump;
  readonly askEndpoint: AskEndpoint;
  readonly hint: (laneId: string, delaySeconds: number) => Promise<void>;
  readonly nowMs: () => number;
  readonly newId: NewId;
}

/** Sooner retries are worth a message of their own; the sweep finds the others. */
const HINTED_SECONDS = 120;

/** A handler of lanes. A receiver's failure is no failure of the message: the lane itself says when it is due again. */
export function createSendHandler(deps: SendHandlerDeps): LambdaHandler {
  const { telemetry, deadLetters, pump, askEndpoint, hint, nowMs, newId } = deps;
  return queueHandler<LaneMessage>({
    telemetry,
    deadLetters,
    parse: (body) => laneMessageSchema.parse(body),
    laneOf: (message) => (message.kind === "lane" ? message.laneId : message.receiverId),
    handle: async (message, { remainingMs, logger }) => {
      if (message.kind === "verify") return askEndpoint.verify(message.receiverId);
      if (message.kind === "test") return askEndpoint.test(message.receiverId, message.eventId);
      const dueAt = await pump(message.laneId, { workerId: newId(), remainingMs, logger });
      if (dueAt === undefined) return;
      const seconds = Math.ceil((Date.parse(dueAt) - nowMs()) / 1_000);
      if (seconds <= HINTED_SECONDS) await hint(message.laneId, Math.max(0, seconds));
    },
  });
}
