/** BMC Helix' AR REST API, as far as change forms go (BMC, "REST API for AR System": jwt, entry). */
import * as z from "zod";
import { show, type Ticket, type Tickets } from "../tickets.ts";
import type { Inbox } from "../inbox.ts";
import { jsonOf, type Vendor, type VendorAnswer, type VendorRequest } from "../vendor.ts";

const bodySchema = z.object({ values: z.record(z.string(), z.string()) });
const NUMBER = "Infrastructure Change Id";

/** The stand-in over these tickets. */
export function bmc(tickets: Tickets): Vendor {
  return (request, inbox) => {
    const { method, path, headers } = request;
    if (path === "/api/jwt/login") return { status: 200, headers: { "content-type": "text/plain" }, body: "local-jwt" };
    if (path === "/api/jwt/logout") return { status: 204 };
    if (headers["authorization"] !== "AR-JWT local-jwt") return { status: 401, body: [{ messageText: "Authentication failed" }] };
    return method === "GET" ? search(tickets, request) : write(tickets, request, inbox);
  };
}

const partsOf = (path: string): readonly string[] =>
  path
    .replace("/api/arsys/v1/entry/", "")
    .split("/")
    .map((part) => decodeURIComponent(part));

function search(tickets: Tickets, { path, query }: VendorRequest): VendorAnswer {
  const [, field = "", value = ""] = /^'(.+)'="(.*)"$/.exec(query.get("q") ?? "") ?? [];
  const found =
    partsOf(path)[0] === "AP:Detail-Signature"
      ? tickets.find(({ number }) => number === value).flatMap((ticket) => signatures(ticket))
      : tickets.find((ticket) => ticket.vendor === "bmc" && toValues(ticket)[field] === value).map((ticket) => toValues(ticket));
  return { status: 200, body: { entries: found.map((values) => ({ values })) } };
}

function write(tickets: Tickets, { method, path, body }: VendorRequest, inbox: Inbox): VendorAnswer {
  const { values } = bodySchema.parse(jsonOf(body));
  if (method === "POST") {
    show(inbox, tickets.create("bmc", { "Change Request Status": "Draft", ...values }), "created", values["Detailed Description"]);
    return { status: 201, headers: { location: "/entry" } };
  }
  const [ticket] = tickets.find(({ number }) => number === partsOf(path)[1]);
  if (!ticket) return { status: 404, body: [{ messageText: "Entry does not exist" }] };
  ticket.fields = { ...ticket.fields, ...values };
  show(inbox, ticket, "note", values["z2AF Work Log01"]);
  return { status: 204 };
}

function toValues({ number, fields }: Ticket): Record<string, string> {
  return { ...fields, [NUMBER]: number };
}

function signatures({ number, votes }: Ticket): readonly Record<string, string>[] {
  return votes.map(({ user, state }) => ({
    Request: number,
    Approvers: user,
    "Approval Status": state === "approved" ? "Approved" : "Rejected",
  }));
}
