/** Words of the rows of webhooks: who is told of events, what came of it, and the feed for those who would rather pull. */
import { lazyLooseObject } from "@dr/events";
import * as z from "zod";
import { secretShownOnce } from "../shown-once.ts";
import { defineWords } from "./words.ts";

const time = () => z.string().meta({ description: "ISO 8601, UTC" });

const healthSchema = lazyLooseObject(() => ({
  state: z.enum(["untried", "well", "failing", "resting"]),
  failures: z.number(),
  failingSince: time().optional(),
  restsUntil: time().optional(),
  lastReason: z.string().optional(),
  lastTakenAt: time().optional(),
}));

const filterSchema = lazyLooseObject(() => ({}));
const statusSchema = () => z.enum(["verifying", "active", "disabled"]);
const reasonSchema = () => z.string().optional().meta({ description: "why it is not active, and who was told" });

const receiverSchema = lazyLooseObject(() => ({
  receiverId: z.string().meta({ description: "its deliveries are below `/webhooks/{receiverId}/deliveries`, whatever its kind" }),
  kind: z.string(),
  status: statusSchema(),
  reason: reasonSchema(),
  filter: filterSchema,
  since: time(),
  health: healthSchema.meta({ description: "`resting` is asked seldom, since tries keep failing" }),
}));

const webhookSchema = lazyLooseObject(() => ({
  webhookId: z.string(),
  url: z.string(),
  description: z.string().optional(),
  filter: filterSchema,
  status: statusSchema(),
  reason: reasonSchema(),
  health: healthSchema.optional().meta({ description: "of one webhook: `resting` is asked seldom, since tries keep failing" }),
  ratePerSecond: z.number(),
  retryHours: z.number(),
  since: time(),
  oldSecretUntil: time().optional(),
})).meta({ id: "Webhook" });

const withSecret = lazyLooseObject(() => ({ webhook: webhookSchema, secret: secretShownOnce }));

const deliverySchema = lazyLooseObject(() => ({
  eventId: z.string(),
  executionId: z.string(),
  sequence: z.number(),
  type: z.string(),
  at: time(),
  attempt: z.number(),
  outcome: z.enum(["sent", "retry", "dead", "unknown", "gap"]),
}));

const hook = { url: "https://hooks.example.com/dr", filter: { types: ["ExecutionPaused", "ExecutionFailed"] } };

const NOT_FOUND = "webhook.not_found";

const NOT_SET_UP = "webhook.not_set_up";

/** `/webhooks…` and `/events` */
export const webhookWords = defineWords({
  createWebhook: {
    tag: "webhooks",
    summary: "Have events sent to an endpoint",
    description:
      "The endpoint gets a challenge and has to send it back in the body of a 2xx answer; until then nothing else is sent. The secret is shown this once.",
    examples: [{ summary: "Two types", value: hook }],
    answers: { 201: { description: "Saved; the endpoint is being asked", body: withSecret, headers: ["location"] } },
    problems: ["delivery.url_refused", NOT_SET_UP],
  },
  listWebhooks: {
    tag: "webhooks",
    summary: "List webhooks",
    answers: {
      200: { description: "All of them", body: lazyLooseObject(() => ({ webhooks: z.array(webhookSchema) })), headers: ["etag"] },
    },
    problems: [NOT_SET_UP],
  },
  listReceivers: {
    tag: "webhooks",
    summary: "List everybody who is told of events, and how well they are",
    description: "Webhooks and the receivers that the deployment names: Slack, Teams, PagerDuty, mail, SNS, ITSM, monitoring, audit.",
    answers: {
      200: { description: "All of them", body: lazyLooseObject(() => ({ receivers: z.array(receiverSchema) })), headers: ["etag"] },
    },
    problems: [NOT_SET_UP],
  },
  getWebhook: {
    tag: "webhooks",
    summary: "Read a webhook",
    answers: { 200: { description: "The webhook", body: webhookSchema } },
    problems: [NOT_FOUND, NOT_SET_UP],
  },
  updateWebhook: {
    tag: "webhooks",
    summary: "Change a webhook",
    description: "Another URL has to prove itself again. Saving it as it is asks a disabled endpoint once more.",
    examples: [{ summary: "Two types", value: hook }],
    answers: { 200: { description: "The webhook as it is now", body: webhookSchema } },
    problems: ["delivery.url_refused", NOT_FOUND, NOT_SET_UP],
  },
  deleteWebhook: {
    tag: "webhooks",
    summary: "Send nothing more to an endpoint",
    answers: { 204: { description: "Gone; what was tried can still be read" } },
    problems: [NOT_FOUND, NOT_SET_UP],
  },
  rotateWebhookSecret: {
    tag: "webhooks",
    summary: "Make a new secret",
    description: "For 24 hours the old one signs beside it.",
    answers: { 200: { description: "The new secret, shown this once", body: withSecret } },
    problems: [NOT_FOUND, NOT_SET_UP],
  },
  testWebhook: {
    tag: "webhooks",
    summary: "Send a test event",
    answers: { 202: { description: "On its way; see the deliveries", body: lazyLooseObject(() => ({ eventId: z.string() })) } },
    problems: [NOT_FOUND, NOT_SET_UP],
  },
  listDeliveries: {
    tag: "webhooks",
    summary: "List what was sent, and what came of it",
    answers: { 200: { description: "Newest first", body: lazyLooseObject(() => ({ deliveries: z.array(deliverySchema) })) } },
    problems: [NOT_SET_UP],
  },
  redeliverEvent: {
    tag: "webhooks",
    summary: "Send one event again, under its own id",
    examples: [{ summary: "The third event of an execution", value: { executionId: "exec-1", sequence: 3 } }],
    answers: { 202: { description: "On its way", body: lazyLooseObject(() => ({ events: z.number() })) } },
    problems: [NOT_FOUND, "webhook.nothing_to_replay", NOT_SET_UP],
  },
  replayEvents: {
    tag: "webhooks",
    summary: "Send a span of time again, under the events' own ids",
    examples: [{ summary: "A morning", value: { since: "2026-11-28T06:00:00Z", until: "2026-11-28T12:00:00Z" } }],
    answers: { 202: { description: "On their way, in order per execution", body: lazyLooseObject(() => ({ events: z.number() })) } },
    problems: ["delivery.bad_cursor", NOT_FOUND, "webhook.nothing_to_replay", NOT_SET_UP],
  },
  readFeed: {
    tag: "webhooks",
    summary: "Pull events, in the order in which they were published",
    description: "Send the cursor back to get what came after. Events of the last two seconds are held back until their order is certain.",
    answers: {
      200: {
        description: "A page; empty when there is nothing new",
        body: lazyLooseObject(() => ({ events: z.array(z.looseObject({})), cursor: z.string() })),
      },
    },
    problems: ["delivery.bad_cursor", NOT_SET_UP],
  },
});
