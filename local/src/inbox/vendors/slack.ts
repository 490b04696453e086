/** Slack's `chat.postMessage` and `chat.update` (Slack, "Web API methods"): a wrong token is HTTP 200 with `ok: false`, as there. */
import * as z from "zod";
import { jsonOf, type Vendor, type VendorAnswer } from "../vendor.ts";
import type { Inbox } from "../inbox.ts";

const messageSchema = z.looseObject({
  channel: z.string("channel_not_found").min(1, "channel_not_found"),
  text: z.string("no_text").min(1, "no_text"),
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
});
type Message = z.infer<typeof messageSchema>;

const failed = (error: string): VendorAnswer => ({ status: 200, body: { ok: false, error } });
const taken = ({ channel, text }: Message, ts: string): VendorAnswer => ({
  status: 200,
  body: { ok: true, channel, ts, message: { text, ts } },
});
let last = 0;

/** The stand-in. A message gets a `ts` of its own; an update shows as one more thing in its thread. */
export const slack: Vendor = ({ path, headers, body }, inbox) => {
  if (!(headers["authorization"] ?? "").startsWith("Bearer xoxb-")) return failed("invalid_auth");
  const message = messageSchema.safeParse(jsonOf(body));
  if (!message.success) return failed(message.error.issues[0]?.message ?? "invalid_arguments");
  if (path === "/api/chat.postMessage") return post(message.data, inbox);
  return path === "/api/chat.update" ? update(message.data, inbox) : failed("unknown_method");
};

function post(message: Message, inbox: Inbox): VendorAnswer {
  last = Math.max(last + 1, Date.now());
  const ts = `${Math.floor(last / 1_000)}.${String(last % 1_000).padStart(6, "0")}`;
  const { channel, text, thread_ts: thread = ts } = message;
  inbox.add({ channel: "slack", kind: "message", title: channel, text, thread, id: ts, raw: message });
  return taken(message, ts);
}

function update(message: Message, inbox: Inbox): VendorAnswer {
  const { channel, text, ts = "" } = message;
  const before = inbox.list("slack").find(({ id }) => id === ts);
  if (!before) return failed("message_not_found");
  inbox.add({ channel: "slack", kind: "update", title: channel, text, thread: before.thread, id: ts, raw: message });
  return taken(message, ts);
}
