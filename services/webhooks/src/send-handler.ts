/** The queue of lanes that are due, and of endpoints that are to be asked. */
import { createLaneWork, laneMessageSchema, type LaneMessage, type Pump } from "@dr/delivery";
import { queueHandler, type DeadLetters, type LambdaHandler, type NewId, type Telemetry } from "@dr/runtime";
import type { AskEndpoint } from "./ask-endpoint.ts";

/** What the handler needs. `hint` tells this very queue that a lane is due again, after so many seconds. */
export interface SendHandlerDeps {
  readonly telemetry: Telemetry;
  readonly deadLetters: DeadLetters;
  readonly pump: Pump;
  readonly askEndpoint: AskEndpoint;
  /** Gives a sign of life to a task that waits. */
  readonly heartbeat: (receiverId: string) => Promise<void>;
  /** Has facts taken off the bus from now on. */
  readonly listen: () => Promise<void>;
  readonly hint: (laneId: string, delaySeconds: number) => Promise<void>;
  readonly nowMs: () => number;
  readonly newId: NewId;
}

/** A handler of lanes. A receiver's failure is no failure of the message: the lane itself says when it is due again. */
export function createSendHandler(deps: SendHandlerDeps): LambdaHandler {
  const { telemetry, deadLetters, askEndpoint, heartbeat, listen } = deps;
  const work = createLaneWork(deps);
  return queueHandler<LaneMessage>({
    telemetry,
    deadLetters,
    parse: (body) => laneMessageSchema.parse(body),
    laneOf: (message) => (message.kind === "lane" ? message.laneId : "receiverId" in message ? message.receiverId : message.kind),
    handle: async (message, context) => {
      // Before anybody is asked: what happens from the answer on must not be missed.
      if (message.kind === "verify" || message.kind === "listen") await listen();
      if (message.kind === "listen") return undefined;
      if (message.kind === "verify") return askEndpoint.verify(message.receiverId);
      if (message.kind === "heartbeat") return heartbeat(message.receiverId);
      if (message.kind === "test") return askEndpoint.test(message.receiverId, message.eventId);
      if (message.kind === "lane") await work(message.laneId, context);
    },
  });
}
