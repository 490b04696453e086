/** Function `dr-webhooks-send`: lanes that are due, from the queue `webhooks-lanes`. */
import { createBreaker, createPump, createRateLimit, createReadContext, toDeliveryAudit, type Send } from "@dr/delivery";
import { auditFromEnv } from "@dr/delivery/audit-from-env";
import { createDeadLetters, createSqsSender, createTelemetry, lambdaEntry, lazyPort, newUuid, parseEnv, systemClock } from "@dr/runtime";
import { createAskEndpoint } from "../ask-endpoint.ts";
import { createHeartbeat } from "../heartbeat.ts";
import { integrationsFor } from "../integrations.ts";
import { platformFromEnv, signingKey, sourcesFromEnv } from "../platform.ts";
import { createSendHandler } from "../send-handler.ts";
import { createSendToStates } from "../states-client.ts";
import { createSwitchOff } from "../switch-off.ts";
import { STATES } from "../task-token-integration.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) => {
  const platform = platformFromEnv(variables);
  const { stores, tell } = platform;
  const { rule, takeFromLog } = sourcesFromEnv(variables, platform);
  const env = parseEnv(variables, ["DR_DLQ_URL"]);
  const strangers = lazyPort(async () => ({ send: (await import("@dr/delivery/guarded-send")).guardedSendFromEnv(env) }));
  const sendToStates = createSendToStates(env);
  const send: Send = (request) => (request.url.startsWith(STATES) ? sendToStates(request) : strangers.send(request));
  const telemetry = createTelemetry("webhooks");
  const clock = systemClock;
  const key = signingKey(platform);
  const pumping = {
    stores,
    send,
    readContext: createReadContext(stores.events),
    breaker: createBreaker(clock, stores.receivers),
    takeToken: createRateLimit(clock),
    takeFromLog,
    clock,
    gone: createSwitchOff({ receivers: stores.receivers, clock, metrics: telemetry.metrics }),
    ended: toDeliveryAudit({ audit: auditFromEnv(env, variables, telemetry), receivers: stores.receivers, clock }),
  };
  const asking = { receivers: stores.receivers, records: stores.records, readKey: key, clock, newId: newUuid };
  return createSendHandler({
    telemetry,
    deadLetters: createDeadLetters(createSqsSender(env), env.DR_DLQ_URL),
    pump: async (laneId, turn) => {
      const integrations = integrationsFor({ platformKey: await key(), clock });
      return createPump({ ...pumping, integrations, random: Math.random, metrics: telemetry.metrics })(laneId, turn);
    },
    askEndpoint: createAskEndpoint({ ...asking, send }),
    heartbeat: createHeartbeat({ ...asking, send: sendToStates }),
    listen: () => rule.turnOn(),
    hint: (laneId, delaySeconds) => tell({ kind: "lane", laneId }, delaySeconds),
    nowMs: () => clock.nowMs(),
    newId: newUuid,
  });
});
