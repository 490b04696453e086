/** ServiceNow's change API and Table API, as far as changes go (ServiceNow, "Change Management API", "Table API"). Invalid clauses of a query are left out, as there: then everything comes back. */
import * as z from "zod";
import type { Inbox } from "../inbox.ts";
import { show, type Ticket, type Tickets } from "../tickets.ts";
import { jsonOf, type Vendor, type VendorAnswer, type VendorRequest } from "../vendor.ts";

const fieldsSchema = z.record(z.string(), z.string());
const NEW = "-5";

/** The stand-in over these tickets. */
export function serviceNow(tickets: Tickets): Vendor {
  return (request, inbox) => {
    if (request.path === "/oauth_token.do") return { status: 200, body: { access_token: "local-token", expires_in: 1_800 } };
    if (request.headers["authorization"] !== "Bearer local-token")
      return { status: 401, body: { error: { message: "User Not Authenticated" } } };
    const [, table = "", id] = /^\/api\/now\/table\/(\w+)(?:\/(\w+))?$/.exec(request.path) ?? [];
    if (request.path.startsWith("/api/sn_chg_rest/change/")) return create(tickets, request, inbox);
    if (table === "sysapproval_approver") return votes(tickets, request);
    if (table !== "change_request") return { status: 404, body: { error: { message: "Invalid table" } } };
    return id === undefined ? list(tickets, request) : one(tickets, request, id, inbox);
  };
}

function create(tickets: Tickets, { path, body }: VendorRequest, inbox: Inbox): VendorAnswer {
  const fields = fieldsSchema.parse(jsonOf(body) ?? {});
  const ticket = tickets.create("servicenow", { state: NEW, approval: "requested", type: path.split("/").at(-1) ?? "", ...fields });
  show(inbox, ticket, "created");
  const record = Object.entries(toRecord(ticket)).map(([name, value]) => [name, { value, display_value: value }]);
  return { status: 200, body: { result: Object.fromEntries(record) as unknown } };
}

function list(tickets: Tickets, { query }: VendorRequest): VendorAnswer {
  const clauses = (query.get("sysparm_query") ?? "").split("^");
  const found = tickets.find((ticket) => ticket.vendor === "servicenow" && clauses.every((clause) => holds(toRecord(ticket), clause)));
  return { status: 200, body: { result: found.slice(0, Number(query.get("sysparm_limit") ?? "10000")).map((ticket) => toRecord(ticket)) } };
}

function holds(record: Record<string, string>, clause: string): boolean {
  const [, name = "", operator, value = ""] = /^(\w+?)(STARTSWITH|IN|=)(.*)$/.exec(clause) ?? [];
  if (operator === "STARTSWITH") return (record[name] ?? "").startsWith(value);
  if (operator === "IN") return value.split(",").includes(record[name] ?? "");
  return operator === "=" ? record[name] === value : true;
}

function one(tickets: Tickets, { method, body }: VendorRequest, id: string, inbox: Inbox): VendorAnswer {
  const [ticket] = tickets.find((each) => each.id === id);
  if (!ticket) return { status: 404, body: { error: { message: "No Record found" } } };
  if (method === "PATCH") {
    const { work_notes: note, ...fields } = fieldsSchema.parse(jsonOf(body) ?? {});
    if (note !== undefined) ticket.notes.push(note);
    ticket.fields = { ...ticket.fields, ...fields };
    show(inbox, ticket, note === undefined ? "changed" : "note", note);
  }
  return { status: 200, body: { result: toRecord(ticket) } };
}

function votes(tickets: Tickets, { query }: VendorRequest): VendorAnswer {
  const id = /sysapproval=(\w+)/.exec(query.get("sysparm_query") ?? "")?.[1];
  const found = tickets
    .find((ticket) => ticket.id === id)
    .flatMap((ticket) =>
      ticket.votes.map(({ user, state }, index) => ({
        sys_id: `${ticket.id}-${index}`,
        sysapproval: { value: ticket.id },
        "approver.user_name": user,
        state,
      })),
    );
  return { status: 200, body: { result: found } };
}

function toRecord({ id, number, fields }: Ticket): Record<string, string> {
  return { sys_id: id, number, ...fields };
}
