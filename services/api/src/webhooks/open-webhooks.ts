/** Webhooks, set up with the first request that needs them: most requests of most clients do not. */
import type { BaseEnv } from "@dr/runtime";
import type { Webhooks } from "./webhooks.ts";

/** Loads and sets up once. */
export function createOpenWebhooks(env: BaseEnv): () => Promise<Webhooks | undefined> {
  let opened: Webhooks | undefined;
  return async () => {
    const { webhooksFromEnv } = await import("./webhooks-from-env.ts");
    return (opened ??= webhooksFromEnv(env));
  };
}
