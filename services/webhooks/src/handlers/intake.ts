/** Function `dr-webhooks-intake`: recorded facts from the queue `webhooks-events`. */
import { createIntake, createKnownReceivers } from "@dr/delivery";
import { createDeadLetters, createSqsSender, createTelemetry, lambdaEntry, parseEnv, systemClock } from "@dr/runtime";
import { createIntakeHandler } from "../intake-handler.ts";
import { platformFromEnv } from "../platform.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) => {
  const { stores, tell } = platformFromEnv(variables);
  const env = parseEnv(variables, ["DR_DLQ_URL"]);
  return createIntakeHandler({
    telemetry: createTelemetry("webhooks"),
    deadLetters: createDeadLetters(createSqsSender(env), env.DR_DLQ_URL),
    intake: createIntake({
      events: stores.events,
      lanes: stores.lanes,
      receivers: createKnownReceivers(stores.receivers, systemClock),
      hint: (laneId) => tell({ kind: "lane", laneId }),
      clock: systemClock,
    }),
  });
});
