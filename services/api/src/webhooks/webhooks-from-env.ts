/** Webhooks on DynamoDB and SQS, as the API's function is set up. */
import { createNotePull, deliveryFromEnv } from "@dr/delivery";
import { urlRulesFromEnv } from "@dr/delivery/url-rules";
import { systemClock, type BaseEnv } from "@dr/runtime";
import type { Webhooks } from "./webhooks.ts";

/** Undefined where the environment names no table of receivers, or no key. */
export function webhooksFromEnv(env: BaseEnv): Webhooks | undefined {
  const found = deliveryFromEnv(env);
  if ("missing" in found || !found.readKey) return undefined;
  const { stores, tell, readKey } = found;
  const notePull = createNotePull({ listening: stores.listening, listen: () => tell({ kind: "listen" }), clock: systemClock });
  return { stores, urlRules: urlRulesFromEnv(env), readKey, tell, notePull };
}
