/** PagerDuty's Events API v2 and change events: incidents by key, which a resolve closes (PagerDuty, "Events API v2 overview"). */
import * as z from "zod";
import { jsonOf, type Vendor } from "../vendor.ts";

const routing = { routing_key: z.string().length(32) };
const key = z.string().min(1).max(255);
const changeSchema = z.looseObject({ ...routing, payload: z.looseObject({ summary: z.string().min(1).max(1_024) }) });
const eventSchema = z.discriminatedUnion("event_action", [
  z.looseObject({
    ...routing,
    event_action: z.literal("trigger"),
    dedup_key: key.optional(),
    payload: z.looseObject({
      summary: z.string().min(1).max(1_024),
      source: z.string().min(1),
      severity: z.enum(["critical", "error", "warning", "info"]),
    }),
  }),
  z.looseObject({ ...routing, event_action: z.enum(["acknowledge", "resolve"]), dedup_key: key }),
]);

/** The stand-in. */
export const pagerduty: Vendor = ({ path, body }, inbox) => {
  const given = jsonOf(body);
  const isChange = path === "/v2/change/enqueue";
  const parsed = (isChange ? changeSchema : eventSchema).safeParse(given);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`);
    return { status: 400, body: { status: "invalid event", message: "Event object is invalid", errors } };
  }
  if (isChange) {
    const { payload } = changeSchema.parse(given);
    inbox.add({ channel: "pagerduty", kind: "change", title: "change", text: payload.summary, raw: given });
    return { status: 202, body: { status: "success", message: "Change event processed" } };
  }
  const event = eventSchema.parse(given);
  const { title, text } =
    event.event_action === "trigger"
      ? { title: event.payload.severity, text: event.payload.summary }
      : { title: event.event_action, text: "" };
  inbox.add({ channel: "pagerduty", kind: event.event_action, title, text, thread: event.dedup_key, id: event.dedup_key, raw: given });
  return { status: 202, body: { status: "success", message: "Event processed", dedup_key: event.dedup_key } };
};
