/** Function `dr-webhooks-send`: lanes that are due, from the queue `webhooks-lanes`. */
import { createBreaker, createPump, createRateLimit, createReadContext } from "@dr/delivery";
import { createDeadLetters, createSqsSender, createTelemetry, lambdaEntry, newUuid, parseEnv, systemClock } from "@dr/runtime";
import { createAskEndpoint } from "../ask-endpoint.ts";
import { platformFromEnv } from "../platform.ts";
import { remembered } from "../remembered.ts";
import { createSendHandler } from "../send-handler.ts";
import { WEBHOOK, webhookIntegration } from "../webhook-integration.ts";

const KEY_TTL_MS = 300_000;

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) => {
  const { stores, tell, send, readKey } = platformFromEnv(variables);
  const env = parseEnv(variables, ["DR_DLQ_URL"]);
  const telemetry = createTelemetry("webhooks");
  const clock = systemClock;
  const key = remembered(readKey, KEY_TTL_MS, clock);
  const pumping = {
    stores,
    send,
    readContext: createReadContext(stores.events),
    breaker: createBreaker(clock),
    takeToken: createRateLimit(clock),
    clock,
  };
  return createSendHandler({
    telemetry,
    deadLetters: createDeadLetters(createSqsSender(env), env.DR_DLQ_URL),
    pump: async (laneId, turn) => {
      const integrations = new Map([[WEBHOOK, webhookIntegration({ platformKey: await key(), clock })]]);
      return createPump({ ...pumping, integrations, random: Math.random, metrics: telemetry.metrics })(laneId, turn);
    },
    askEndpoint: createAskEndpoint({ receivers: stores.receivers, records: stores.records, send, readKey: key, clock, newId: newUuid }),
    hint: (laneId, delaySeconds) => tell({ kind: "lane", laneId }, delaySeconds),
    nowMs: () => clock.nowMs(),
    newId: newUuid,
  });
});
