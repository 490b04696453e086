/** Webhooks on stores in memory, for an API under test. */
import { createMemoryStores } from "@dr/delivery";
import { createAddressGuard } from "@dr/delivery/url-rules";
import type { Webhooks } from "../src/webhooks/webhooks.ts";

/** They tell nobody; `overrides` is what differs. */
export function memoryWebhooks(overrides: Partial<Webhooks> = {}): Webhooks {
  return {
    stores: createMemoryStores(),
    urlRules: { guard: createAddressGuard() },
    readKey: () => Promise.resolve("key"),
    tell: () => Promise.resolve(),
    notePull: () => Promise.resolve(),
    ...overrides,
  };
}
