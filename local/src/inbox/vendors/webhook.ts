/** An endpoint for webhooks that anybody may register: it answers its challenge and keeps what it gets. */
import { jsonOf, type Vendor } from "../vendor.ts";

interface Hook {
  readonly type?: string;
  readonly subject?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The stand-in. */
export const webhook: Vendor = ({ headers, body }, inbox) => {
  const event = jsonOf<Hook>(body);
  if (event?.type === "dr.endpoint.verify") return { status: 200, body: event.data };
  inbox.add({
    channel: "webhook",
    kind: event?.type ?? "unreadable",
    title: event?.type ?? "",
    text: event?.subject ?? "",
    thread: event?.subject,
    id: headers["webhook-id"],
    raw: event ?? body,
  });
  return { status: 204 };
};
