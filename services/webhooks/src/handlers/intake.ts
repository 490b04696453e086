/** Function `dr-webhooks-intake`: recorded facts from the queue `webhooks-events`. */
import { createIntake } from "@dr/delivery";
import { createDeadLetters, createSqsSender, createTelemetry, lambdaEntry, parseEnv, remembered, systemClock } from "@dr/runtime";
import { createIntakeHandler } from "../intake-handler.ts";
import { platformFromEnv } from "../platform.ts";

/** Receivers change by hand; a new one waits for its first event no longer than this. */
const RECEIVERS_TTL_MS = 5_000;

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
      receivers: remembered(() => stores.receivers.list(), { clock: systemClock, keepMs: RECEIVERS_TTL_MS }),
      hint: (laneId) => tell({ kind: "lane", laneId }),
      clock: systemClock,
    }),
  });
});
