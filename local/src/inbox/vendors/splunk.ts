/** Splunk's HTTP Event Collector: events concatenated, acknowledgements by channel (Splunk, "HTTP Event Collector"). */
import * as z from "zod";
import { jsonOf, type Vendor } from "../vendor.ts";

const eventSchema = z.looseObject({
  time: z.union([z.number(), z.string()]).optional(),
  event: z.union([z.string().min(1), z.looseObject({})]),
});

let acks = 0;

/** The stand-in. An event is indexed at once. */
export const splunk: Vendor = ({ path, headers, body }, inbox) => {
  const failed = (status: number, code: number, text: string, more = {}) => ({ status, body: { text, code, ...more } });
  if (!(headers["authorization"] ?? "").startsWith("Splunk ")) return failed(401, 2, "Token is required");
  if (path === "/services/collector/ack") {
    const asked = z.object({ acks: z.array(z.number()) }).parse(jsonOf(body));
    return { status: 200, body: { acks: Object.fromEntries(asked.acks.map((id) => [id, id <= acks])) } };
  }
  if (!/^\/services\/collector(?:\/event(?:\/1\.0)?)?$/.test(path)) return failed(404, 404, "The requested URL was not found");
  const texts = split(body);
  if (texts.length === 0) return failed(400, 5, "No data");
  const events = texts.map((text) => eventSchema.safeParse(jsonOf(text)));
  const wrong = events.findIndex(({ success }) => !success);
  if (wrong !== -1) return failed(400, 6, "Invalid data format", { "invalid-event-number": wrong });
  for (const { data } of events) inbox.add({ channel: "splunk", kind: "event", title: nameOf(data?.event), text: "", raw: data });
  acks += 1;
  return { status: 200, body: { text: "Success", code: 0, ...(headers["x-splunk-request-channel"] === undefined ? {} : { ackId: acks }) } };
};

function nameOf(event: unknown): string {
  const { type } = z
    .looseObject({ type: z.string().default("") })
    .catch({ type: "" })
    .parse(event);
  return type;
}

/** JSON objects one after the other, with or without something between them. */
function split(body: string): readonly string[] {
  const found: string[] = [];
  let [depth, from, isText] = [0, 0, false];
  for (let at = 0; at < body.length; at += 1) {
    const character = body[at];
    if (isText && character === "\\") at += 1;
    else if (character === '"') isText = !isText;
    else if (!isText && character === "{") {
      if (depth === 0) from = at;
      depth += 1;
    } else if (!isText && character === "}") {
      depth -= 1;
      if (depth === 0) found.push(body.slice(from, at + 1));
    }
  }
  return depth === 0 ? found : [...found, body.slice(from)];
}
