/** Entry point of the API: environment to clients to app. */
import { discoveryFromEnv } from "@dr/discovery/from-env";
import {
  createDocumentClient,
  createTelemetry,
  httpHandler,
  lambdaEntry,
  lazyPort,
  newUuid,
  parseEnv,
  systemClock,
  systemSleep,
} from "@dr/runtime";
import { aboutFromEnv } from "../about.ts";
import { createApp } from "../app.ts";
import { auditFromEnv } from "../audit-from-env.ts";
import { evidenceFromEnv } from "../evidence/evidence-from-env.ts";
import { completeProblem } from "../http/complete-problem.ts";
import { parseQuotas } from "../http/throttle.ts";
import { parseIdentitySettings } from "../identity/settings.ts";
import { createOpenWebhooks } from "../webhooks/open-webhooks.ts";
import { withTrigger } from "../identity/with-trigger.ts";
import { outsideFromEnv } from "../outside-from-env.ts";
import { STORES, storesFromEnv } from "../stores-from-env.ts";

/** The function `dr-api-http`. */
export const { create, handler } = lambdaEntry((variables) => {
  const env = parseEnv(variables, ["DR_ACCOUNT_ID", "DR_DISCOVERY_TABLE", ...STORES]);
  const telemetry = createTelemetry("api");
  const clock = systemClock;
  const route = createApp({
    ...storesFromEnv(env),
    ...evidenceFromEnv(env, telemetry),
    openWebhooks: createOpenWebhooks(env),
    openCallbacks: async () => (await import("../callbacks/callbacks-from-env.ts")).callbacksFromEnv(env),
    audit: auditFromEnv(env, variables, telemetry),
    identity: parseIdentitySettings(withTrigger(env)),
    quotas: parseQuotas(env.DR_API_QUOTAS),
    technologies: lazyPort(async () => (await import("../registry/technologies-from-env.ts")).technologiesFromEnv(env, telemetry.logger)),
    ...outsideFromEnv(env),
    discovery: discoveryFromEnv({
      env,
      documents: createDocumentClient(env),
      clock,
      sleep: systemSleep,
      random: Math.random,
      newId: newUuid,
      logger: telemetry.logger,
    }),
    clock,
    newId: newUuid,
    jitter: Math.random,
    logger: telemetry.logger,
    about: aboutFromEnv(env),
  });
  return httpHandler({ telemetry, route, complete: completeProblem });
});
