/** Rows of webhooks: who is told of events, what came of it, and the feed for those who would rather pull. */
import { executionTypeSchema, lazyObject, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import { noQuery } from "./parameters.ts";
import { defineRoute } from "./route.ts";

const names = () => z.array(z.string().min(1).max(200)).min(1).max(50);

const filterSchema = lazyStrictObject(() => ({
  types: names()
    .optional()
    .meta({ description: "types of events as our bus names them", examples: [["WaveCompleted"]] }),
  planIds: names().optional(),
  executionTypes: z.array(executionTypeSchema).min(1).max(2).optional(),
  tags: z.record(z.string().max(128), z.string().max(256)).optional().meta({ description: "tags of the execution; all must match" }),
}));

const webhookBody = lazyStrictObject(() => ({
  url: z
    .string()
    .min(1)
    .max(2_048)
    .meta({ description: "https, port 443 or 8443, a public name", examples: ["https://hooks.example.com/dr"] }),
  description: z.string().max(500).optional(),
  filter: filterSchema.optional().meta({ description: "absent: every event" }),
  ratePerSecond: z.number().min(0.01).max(100).optional().meta({ description: "default 10" }),
  retryHours: z.number().min(1).max(168).optional().meta({ description: "how long an event is tried; default 72" }),
}));

const params = lazyObject(() => ({ webhookId: z.string().min(1).max(100) }));

const deliveriesQuery = lazyStrictObject(() => ({
  outcome: z.enum(["sent", "retry", "dead", "unknown", "gap"]).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  before: z.iso.datetime({ offset: true }).optional().meta({ description: "tries before this time" }),
}));

const feedQuery = lazyStrictObject(() => ({
  after: z.string().max(400).optional().meta({ description: "`cursor` of the page before; absent: the oldest that is kept (40 days)" }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
}));

const replayBody = lazyStrictObject(() => ({
  since: z.iso.datetime({ offset: true }).optional(),
  after: z.string().min(1).max(400).optional().meta({ description: "a `cursor` of the feed, in the place of `since`" }),
  until: z.iso.datetime({ offset: true }).optional(),
})).refine(({ since, after }) => (since === undefined) !== (after === undefined), { error: "expected either since or after" });

const redeliverBody = lazyStrictObject(() => ({ executionId: z.string().min(1), sequence: z.int().positive() }));

/** `/webhooks…` and `/events` */
export const webhookRows = {
  createWebhook: defineRoute({
    method: "POST",
    path: "/webhooks",
    access: "webhook.manage",
    rate: "write",
    query: noQuery,
    body: webhookBody,
  }),
  listWebhooks: defineRoute({ method: "GET", path: "/webhooks", access: "webhook.read", rate: "list", query: noQuery }),
  listReceivers: defineRoute({ method: "GET", path: "/receivers", access: "webhook.read", rate: "list", query: noQuery }),
  getWebhook: defineRoute({ method: "GET", path: "/webhooks/{webhookId}", access: "webhook.read", rate: "read", params, query: noQuery }),
  updateWebhook: defineRoute({
    method: "PUT",
    path: "/webhooks/{webhookId}",
    access: "webhook.manage",
    rate: "write",
    params,
    query: noQuery,
    body: webhookBody,
  }),
  deleteWebhook: defineRoute({
    method: "DELETE",
    path: "/webhooks/{webhookId}",
    access: "webhook.manage",
    produces: [],
    rate: "write",
    params,
    query: noQuery,
  }),
  rotateWebhookSecret: defineRoute({
    method: "POST",
    path: "/webhooks/{webhookId}/secret",
    access: "webhook.manage",
    rate: "write",
    params,
    query: noQuery,
  }),
  testWebhook: defineRoute({
    method: "POST",
    path: "/webhooks/{webhookId}/test",
    access: "webhook.manage",
    rate: "write",
    params,
    query: noQuery,
  }),
  listDeliveries: defineRoute({
    method: "GET",
    path: "/webhooks/{webhookId}/deliveries",
    access: "webhook.read",
    rate: "list",
    params,
    query: deliveriesQuery,
  }),
  redeliverEvent: defineRoute({
    method: "POST",
    path: "/webhooks/{webhookId}/redeliver",
    access: "webhook.manage",
    rate: "write",
    params,
    query: noQuery,
    body: redeliverBody,
  }),
  replayEvents: defineRoute({
    method: "POST",
    path: "/webhooks/{webhookId}/replay",
    access: "webhook.manage",
    rate: "heavy",
    params,
    query: noQuery,
    body: replayBody,
  }),
  readFeed: defineRoute({ method: "GET", path: "/events", access: "webhook.read", rate: "read", query: feedQuery }),
};
