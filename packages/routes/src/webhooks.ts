/** Rows of webhooks: who is told of events, what came of it, and the feed for those who would rather pull. */
import { executionTypeSchema } from "@dr/events";
import * as z from "zod";
import { noQuery } from "./parameters.ts";
import { defineRoute } from "./route.ts";
import { secretShownOnce } from "./shown-once.ts";

const time = z.string().meta({ description: "ISO 8601, UTC" });
const names = z.array(z.string().min(1).max(200)).min(1).max(50);

const filterSchema = z.strictObject({
  types: names.optional().meta({ description: "types of events as our bus names them", examples: [["WaveCompleted"]] }),
  planIds: names.optional(),
  executionTypes: z.array(executionTypeSchema).min(1).max(2).optional(),
  tags: z.record(z.string().max(128), z.string().max(256)).optional().meta({ description: "tags of the execution; all must match" }),
});

const webhookBody = z.strictObject({
  url: z
    .string()
    .min(1)
    .max(2_048)
    .meta({ description: "https, port 443 or 8443, a public name", examples: ["https://hooks.example.com/dr"] }),
  description: z.string().max(500).optional(),
  filter: filterSchema.optional().meta({ description: "absent: every event" }),
  ratePerSecond: z.number().min(0.01).max(100).optional().meta({ description: "default 10" }),
  retryHours: z.number().min(1).max(168).optional().meta({ description: "how long an event is tried; default 72" }),
});

const webhookSchema = z
  .looseObject({
    webhookId: z.string(),
    url: z.string(),
    description: z.string().optional(),
    filter: z.looseObject({}),
    status: z.enum(["verifying", "active", "disabled"]),
    reason: z.string().optional().meta({ description: "why it is not active" }),
    ratePerSecond: z.number(),
    retryHours: z.number(),
    since: time,
    oldSecretUntil: time.optional(),
  })
  .meta({ id: "Webhook" });
const withSecret = z.looseObject({ webhook: webhookSchema, secret: secretShownOnce });

const deliverySchema = z.looseObject({
  eventId: z.string(),
  executionId: z.string(),
  sequence: z.number(),
  type: z.string(),
  at: time,
  attempt: z.number(),
  outcome: z.enum(["sent", "retry", "dead", "unknown", "gap"]),
});

const params = z.object({ webhookId: z.string().min(1).max(100) });
const deliveriesQuery = z.strictObject({
  outcome: z.enum(["sent", "retry", "dead", "unknown", "gap"]).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  before: z.iso.datetime().optional().meta({ description: "tries before this time" }),
});
const feedQuery = z.strictObject({
  after: z.string().max(400).optional().meta({ description: "`cursor` of the page before; absent: the oldest that is kept (40 days)" }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
const replayBody = z.strictObject({ since: z.iso.datetime(), until: z.iso.datetime().optional() });
const redeliverBody = z.strictObject({ executionId: z.string().min(1), sequence: z.int().positive() });

const hook = { url: "https://hooks.example.com/dr", filter: { types: ["ExecutionPaused", "ExecutionFailed"] } };
const NOT_FOUND = "webhook.not_found";
const NOT_SET_UP = "webhook.not_set_up";

/** `/webhooks…` and `/events` */
export const webhookRows = {
  createWebhook: defineRoute({
    method: "POST",
    path: "/webhooks",
    tag: "webhooks",
    summary: "Have events sent to an endpoint",
    description:
      "The endpoint gets a challenge and has to send it back in the body of a 2xx answer; until then nothing else is sent. The secret is shown this once.",
    access: "webhook.manage",
    rate: "write",
    query: noQuery,
    body: webhookBody,
    examples: [{ summary: "Two types", value: hook }],
    answers: { 201: { description: "Saved; the endpoint is being asked", body: withSecret, headers: ["location"] } },
    problems: ["delivery.url_refused", NOT_SET_UP],
  }),
  listWebhooks: defineRoute({
    method: "GET",
    path: "/webhooks",
    tag: "webhooks",
    summary: "List webhooks",
    access: "webhook.read",
    rate: "list",
    query: noQuery,
    answers: { 200: { description: "All of them", body: z.looseObject({ webhooks: z.array(webhookSchema) }) } },
    problems: [NOT_SET_UP],
  }),
  getWebhook: defineRoute({
    method: "GET",
    path: "/webhooks/{webhookId}",
    tag: "webhooks",
    summary: "Read a webhook",
    access: "webhook.read",
    rate: "read",
    params,
    query: noQuery,
    answers: { 200: { description: "The webhook", body: webhookSchema } },
    problems: [NOT_FOUND, NOT_SET_UP],
  }),
  updateWebhook: defineRoute({
    method: "PUT",
    path: "/webhooks/{webhookId}",
    tag: "webhooks",
    summary: "Change a webhook",
    description: "Another URL has to prove itself again. Saving it as it is asks a disabled endpoint once more.",
    access: "webhook.manage",
    rate: "write",
    params,
    query: noQuery,
    body: webhookBody,
    examples: [{ summary: "Two types", value: hook }],
    answers: { 200: { description: "The webhook as it is now", body: webhookSchema } },
    problems: ["delivery.url_refused", NOT_FOUND, NOT_SET_UP],
  }),
  deleteWebhook: defineRoute({
    method: "DELETE",
    path: "/webhooks/{webhookId}",
    tag: "webhooks",
    summary: "Send nothing more to an endpoint",
    access: "webhook.manage",
    rate: "write",
    params,
    query: noQuery,
    answers: { 204: { description: "Gone; what was tried can still be read" } },
    problems: [NOT_FOUND, NOT_SET_UP],
  }),
  rotateWebhookSecret: defineRoute({
    method: "POST",
    path: "/webhooks/{webhookId}/secret",
    tag: "webhooks",
    summary: "Make a new secret",
    description: "For 24 hours the old one signs beside it.",
    access: "webhook.manage",
    rate: "write",
    params,
    query: noQuery,
    answers: { 200: { description: "The new secret, shown this once", body: withSecret } },
    problems: [NOT_FOUND, NOT_SET_UP],
  }),
  testWebhook: defineRoute({
    method: "POST",
    path: "/webhooks/{webhookId}/test",
    tag: "webhooks",
    summary: "Send a test event",
    access: "webhook.manage",
    rate: "write",
    params,
    query: noQuery,
    answers: { 202: { description: "On its way; see the deliveries", body: z.looseObject({ eventId: z.string() }) } },
    problems: [NOT_FOUND, NOT_SET_UP],
  }),
  listDeliveries: defineRoute({
    method: "GET",
    path: "/webhooks/{webhookId}/deliveries",
    tag: "webhooks",
    summary: "List what was sent, and what came of it",
    access: "webhook.read",
    rate: "list",
    params,
    query: deliveriesQuery,
    answers: { 200: { description: "Newest first", body: z.looseObject({ deliveries: z.array(deliverySchema) }) } },
    problems: [NOT_SET_UP],
  }),
  redeliverEvent: defineRoute({
    method: "POST",
    path: "/webhooks/{webhookId}/redeliver",
    tag: "webhooks",
    summary: "Send one event again, under its own id",
    access: "webhook.manage",
    rate: "write",
    params,
    query: noQuery,
    body: redeliverBody,
    examples: [{ summary: "The third event of an execution", value: { executionId: "exec-1", sequence: 3 } }],
    answers: { 202: { description: "On its way", body: z.looseObject({ events: z.number() }) } },
    problems: [NOT_FOUND, "webhook.nothing_to_replay", NOT_SET_UP],
  }),
  replayEvents: defineRoute({
    method: "POST",
    path: "/webhooks/{webhookId}/replay",
    tag: "webhooks",
    summary: "Send a span of time again, under the events' own ids",
    access: "webhook.manage",
    rate: "heavy",
    params,
    query: noQuery,
    body: replayBody,
    examples: [{ summary: "A morning", value: { since: "2026-11-28T06:00:00Z", until: "2026-11-28T12:00:00Z" } }],
    answers: { 202: { description: "On their way, in order per execution", body: z.looseObject({ events: z.number() }) } },
    problems: [NOT_FOUND, "webhook.nothing_to_replay", NOT_SET_UP],
  }),
  readFeed: defineRoute({
    method: "GET",
    path: "/events",
    tag: "webhooks",
    summary: "Pull events, in the order in which they were published",
    description: "Send the cursor back to get what came after. Events of the last two seconds are held back until their order is certain.",
    access: "webhook.read",
    rate: "read",
    query: feedQuery,
    answers: {
      200: {
        description: "A page; empty when there is nothing new",
        body: z.looseObject({ events: z.array(z.looseObject({})), cursor: z.string() }),
      },
    },
    problems: ["delivery.bad_cursor", NOT_SET_UP],
  }),
};
