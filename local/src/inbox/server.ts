/** The inbox over HTTP: one listener for all vendors, and `/_local/inbox` for people and tests. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import * as z from "zod";
import { createOwnServer } from "../own-server.ts";
import { createInbox, type Inbox } from "./inbox.ts";
import { inboxPage } from "./page.ts";
import { jsonOf, type Vendor, type VendorAnswer } from "./vendor.ts";
import { actOnTicket } from "./people.ts";
import { createTickets, type Tickets } from "./tickets.ts";
import { createVendors } from "./vendors/index.ts";

/** The running inbox. */
export interface InboxServer {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

const faultSchema = z.strictObject({
  channel: z.string().min(1),
  status: z.int().min(200).max(599).optional(),
  hang: z.boolean().optional(),
  times: z.int().positive().optional(),
});

const MAX_BYTES = 10 * 1024 * 1024;

/** Listens on 127.0.0.1, any port. */
export async function startInbox(): Promise<InboxServer> {
  const tickets = createTickets();
  const run: Run = { inbox: createInbox(), tickets, vendors: createVendors(tickets) };
  const server = createOwnServer((incoming, outgoing) => serve(run, incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await Promise.resolve();
    },
  };
}

interface Run {
  readonly inbox: Inbox;
  readonly tickets: Tickets;
  readonly vendors: Readonly<Record<string, Vendor>>;
}

async function serve(run: Run, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readBody(incoming);
  const url = new URL(incoming.url ?? "/", "http://local");
  if (url.pathname.startsWith("/_local/inbox")) return send(outgoing, serveLocal(run, url, incoming, body));
  const [, name = "", ...rest] = url.pathname.split("/");
  const { inbox, vendors } = run;
  const vendor = vendors[name];
  if (!vendor) return send(outgoing, { status: 404, body: { error: `nobody stands in for ${name}` } });
  const fault = inbox.meet(name);
  if (fault?.hang === true) return;
  if (fault) return send(outgoing, { status: fault.status ?? 503, body: "down, as somebody wished" });
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([key, value]) => [key, String(value)]));
  send(outgoing, vendor({ method: incoming.method ?? "GET", path: `/${rest.join("/")}`, query: url.searchParams, headers, body }, inbox));
}

function serveLocal({ inbox, tickets, vendors }: Run, url: URL, { method, headers }: IncomingMessage, body: string): VendorAnswer {
  if (url.pathname === "/_local/inbox/faults") return serveFaults(inbox, method, body);
  const [, ticket] = /^\/_local\/inbox\/tickets(?:\/(\w+))?$/.exec(url.pathname) ?? [];
  if (method === "POST") return actOnTicket(tickets, inbox, ticket ?? "", body);
  const channel = url.searchParams.get("channel") ?? undefined;
  const items = inbox.list(channel);
  if (!(headers.accept ?? "").includes("text/html")) return { status: 200, body: { items } };
  return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: inboxPage(items, Object.keys(vendors), channel) };
}

function serveFaults(inbox: Inbox, method: string | undefined, body: string): VendorAnswer {
  if (method === "DELETE") {
    inbox.mend();
    return { status: 204 };
  }
  const fault = faultSchema.safeParse(jsonOf(body));
  if (!fault.success) return { status: 400, body: { error: z.prettifyError(fault.error) } };
  inbox.break(fault.data);
  return { status: 201, body: fault.data };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BYTES) throw new Error("too large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: VendorAnswer): void {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  outgoing
    .writeHead(status, { ...(typeof body === "string" || body === undefined ? {} : { "content-type": "application/json" }), ...headers })
    .end(text);
}
