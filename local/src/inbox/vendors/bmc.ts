/** BMC Helix' AR REST API, as far as change forms go (BMC, "REST API for AR System": jwt, entry). */
import * as z from "zod";
import type { Ticket, Tickets } from "../tickets.ts";
import { jsonOf, type Vendor } from "../vendor.ts";
import { show } from "./servicenow.ts";

const bodySchema = z.object({ values: z.record(z.string(), z.string()) });
const NUMBER = "Infrastructure Change Id";

/** The stand-in over these tickets. */
export function bmc(tickets: Tickets): Vendor {
  const answer = (found: readonly Record<string, string>[]) => ({ status: 200, body: { entries: found.map((values) => ({ values })) } });
  return ({ method, path, query, headers, body }, inbox) => {
    if (path === "/api/jwt/login") return { status: 200, headers: { "content-type": "text/plain" }, body: "local-jwt" };
    if (path === "/api/jwt/logout") return { status: 204 };
    if (headers["authorization"] !== "AR-JWT local-jwt") return { status: 401, body: [{ messageText: "Authentication failed" }] };
    const [, form = "", id] = path
      .replace("/api/arsys/v1/entry", "")
      .split("/")
      .map((part) => decodeURIComponent(part));
    const values = method === "GET" ? {} : bodySchema.parse(jsonOf(body)).values;
    if (method === "POST") {
      show(inbox, tickets.create("bmc", { "Change Request Status": "Draft", ...values }), "created", values["Detailed Description"]);
      return { status: 201, headers: { location: "/entry" } };
    }
    if (method === "PUT") {
      const [ticket] = tickets.find(({ number }) => number === id);
      if (!ticket) return { status: 404, body: [{ messageText: "Entry does not exist" }] };
      ticket.fields = { ...ticket.fields, ...values };
      show(inbox, ticket, "note", values["z2AF Work Log01"]);
      return { status: 204 };
    }
    const [, field = "", value = ""] = /^'(.+)'="(.*)"$/.exec(query.get("q") ?? "") ?? [];
    if (form === "AP:Detail-Signature")
      return answer(tickets.find(({ number }) => number === value).flatMap((ticket) => signatures(ticket)));
    return answer(tickets.find((ticket) => ticket.vendor === "bmc" && toValues(ticket)[field] === value).map((ticket) => toValues(ticket)));
  };
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
