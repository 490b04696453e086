/** What people do to tickets at a vendor: `POST /_local/inbox/tickets/{number}` with votes and fields. */
import * as z from "zod";
import type { Inbox } from "./inbox.ts";
import { show, type Tickets } from "./tickets.ts";
import { jsonOf, type VendorAnswer } from "./vendor.ts";

const actSchema = z.strictObject({
  user: z.string().min(1).optional(),
  vote: z.enum(["approved", "rejected"]).optional(),
  /** E.g. `{"state": "-2"}`. */
  fields: z.record(z.string(), z.string()).default({}),
});
const newSchema = z.strictObject({ vendor: z.enum(["servicenow", "bmc"]), fields: z.record(z.string(), z.string()) });

/** Does it, as people at the vendor would; a vote also sets the change's own approval where that is ServiceNow's. */
export function actOnTicket(tickets: Tickets, inbox: Inbox, number: string, body: string): VendorAnswer {
  if (number === "") return createTicket(tickets, inbox, body);
  const [ticket] = tickets.find((each) => each.number === number);
  if (!ticket) return { status: 404, body: { error: "no such ticket" } };
  const act = actSchema.safeParse(jsonOf(body));
  if (!act.success) return { status: 400, body: { error: z.prettifyError(act.error) } };
  const { user = "somebody", vote, fields } = act.data;
  if (vote !== undefined) ticket.votes.push({ user, state: vote });
  const own: Record<string, string> = ticket.vendor === "servicenow" && vote !== undefined ? { approval: vote } : {};
  ticket.fields = { ...ticket.fields, ...own, ...fields };
  show(inbox, ticket, "changed by people", `${user}: ${vote ?? JSON.stringify(fields)}`);
  return { status: 200, body: { number, ...ticket.fields } };
}

function createTicket(tickets: Tickets, inbox: Inbox, body: string): VendorAnswer {
  const made = newSchema.safeParse(jsonOf(body));
  if (!made.success) return { status: 400, body: { error: z.prettifyError(made.error) } };
  const ticket = tickets.create(made.data.vendor, made.data.fields);
  show(inbox, ticket, "created by people");
  return { status: 201, body: { number: ticket.number } };
}
