/** Change tickets of the stand-ins, and what people do to them. */
import { randomBytes } from "node:crypto";
import type { Inbox } from "./inbox.ts";

/** A ticket: a flat record of texts, as the vendors' tables have it. */
export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly vendor: string;
  fields: Record<string, string>;
  notes: string[];
  votes: { user: string; state: "approved" | "rejected" }[];
}

/** All of this run. */
export interface Tickets {
  readonly create: (vendor: string, fields: Record<string, string>) => Ticket;
  readonly find: (isMeant: (ticket: Ticket) => boolean) => readonly Ticket[];
}

/** No tickets yet. */
export function createTickets(): Tickets {
  const tickets: Ticket[] = [];
  return {
    create: (vendor, fields) => {
      const number =
        vendor === "bmc" ? `CRQ${String(tickets.length + 1).padStart(12, "0")}` : `CHG${String(30_000 + tickets.length).padStart(7, "0")}`;
      const ticket: Ticket = { id: randomBytes(16).toString("hex"), number, vendor, fields: { ...fields }, notes: [], votes: [] };
      tickets.push(ticket);
      return ticket;
    },
    find: (isMeant) => tickets.filter((ticket) => isMeant(ticket)),
  };
}

/** Shows what happened to a ticket. */
export function show(inbox: Inbox, { number, vendor, fields, id }: Ticket, kind: string, text?: string): void {
  inbox.add({
    channel: vendor,
    kind,
    title: `${number} ${fields["short_description"] ?? fields["Description"] ?? ""}`,
    text: text ?? fields["description"] ?? "",
    thread: number,
    id,
    raw: fields,
  });
}
