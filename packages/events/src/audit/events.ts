/** What is audited beside the log: what was asked of the API, what was refused, and what became of deliveries. Nothing of it is recorded in a stream. */
import * as z from "zod";
import { defineEvent } from "../define-event.ts";

const asked = () => ({
  operation: z.string(),
  method: z.string(),
  path: z.string(),
  principal: z.string(),
  role: z.string(),
  /** Whom the caller counts as; null for nobody who can be told apart. */
  person: z.string().nullable(),
  executionId: z.string().optional(),
  planId: z.string().optional(),
});

/** A command was taken. What followed from it is in the log, under the same correlation id. */
export const requestServed = defineEvent({
  type: "RequestServed",
  origin: "audit",
  description: "A request that changes something was taken by the API.",
  schema: () => z.object({ ...asked(), status: z.int() }),
});

/** A request was refused, or a message that claims to come from another system was not believed; nothing else was recorded. */
export const requestRefused = defineEvent({
  type: "RequestRefused",
  origin: "audit",
  description: "A request was refused, and nothing else was recorded.",
  schema: () => z.object({ ...asked(), code: z.string(), reason: z.string() }),
});

/** A delivery to another system ended: it was taken, or given up. */
export const deliveryEnded = defineEvent({
  type: "DeliveryEnded",
  origin: "audit",
  description: "A delivery to another system was taken, or given up.",
  schema: () =>
    z.object({
      receiverId: z.string(),
      kind: z.string(),
      eventId: z.string(),
      eventType: z.string(),
      executionId: z.string(),
      outcome: z.enum(["sent", "dead"]),
      attempts: z.int().positive(),
      status: z.int().optional(),
      latencyMs: z.int().nonnegative().optional(),
      reason: z.string().optional(),
    }),
});
