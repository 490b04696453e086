/** Webhooks on stores in memory, for an API under test. */
import { createAddressGuard, createMemoryStores } from "@dr/delivery";
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
