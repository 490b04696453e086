/** Function `dr-webhooks-send`: lanes that are due, from the queue `webhooks-lanes`. */
import { createBreaker, createPump, createRateLimit, createReadContext } from "@dr/delivery";
import { createGuardedSend } from "@dr/delivery/guarded-send";
import { createDeadLetters, createSqsSender, createTelemetry, lambdaEntry, newUuid, parseEnv, systemClock } from "@dr/runtime";
import { createAskEndpoint } from "../ask-endpoint.ts";
import { platformFromEnv, sourcesFromEnv } from "../platform.ts";
import { remembered } from "../remembered.ts";
import { createSendHandler } from "../send-handler.ts";
import { WEBHOOK, webhookIntegration } from "../webhook-integration.ts";

const KEY_TTL_MS = 300_000;

/** Unsigned events are not sent. */
const noKey = (): Promise<string> => Promise.reject(new Error("no key for webhooks is set up: DR_WEBHOOK_KEY_SECRET"));

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) => {
  const platform = platformFromEnv(variables);
  const { stores, tell, urlRules, readKey = noKey } = platform;
  const { rule, takeFromLog } = sourcesFromEnv(variables, platform);
  const send = createGuardedSend(urlRules);
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
    takeFromLog,
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
    listen: () => rule.turnOn(),
    hint: (laneId, delaySeconds) => tell({ kind: "lane", laneId }, delaySeconds),
    nowMs: () => clock.nowMs(),
    newId: newUuid,
  });
});
