/** What this adapter answers without changing anything: the health of a group. */
import { lazyStrictObject } from "@dr/events";
import type { Query } from "@dr/adapter-kit";
import * as z from "zod";
import type { SqlClients } from "./clients.ts";

const ofGroup = lazyStrictObject(() => ({
  instance: z.string().min(1),
  availabilityGroup: z.string().min(1),
  secret: z.string().min(1).optional(),
}));

const health: Query<SqlClients, z.infer<typeof ofGroup>> = {
  description: "An availability group as one instance sees it: the primary sees all, a secondary itself",
  input: ofGroup,
  run: async ({ clients }, { instance, availabilityGroup, secret }) => (await clients.instance(instance, secret)).group(availabilityGroup),
};

/** Queries by the name that they are asked by. */
export const queries = { health };
