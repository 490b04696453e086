/** A change as the Table API shows it, and what it means (ServiceNow, "Change states": New -5, Assess -4, Authorize -3, Scheduled -2, Implement -1, Review 0, Closed 3, Cancelled 4). */
import { lazyLooseObject } from "@dr/events";
import * as z from "zod";
import type { Change } from "../change-system.ts";

/** What is read of a change. */
export const FIELDS = "sys_id,number,correlation_id,description,state,approval,on_hold,conflict_status,start_date,end_date";

/** A record; everything is text, numbers in various spellings. */
export const changeSchema = lazyLooseObject(() => ({
  sys_id: z.string(),
  number: z.string(),
  correlation_id: z.string().default(""),
  description: z.string().default(""),
  state: z.coerce.number(),
  approval: z.string().default("not requested"),
  on_hold: z.string().default("false"),
  conflict_status: z.string().default(""),
  start_date: z.string().default(""),
  end_date: z.string().default(""),
}));

/** A vote. */
export const voteSchema = lazyLooseObject(() => ({
  sys_id: z.string(),
  sys_updated_on: z.string().default(""),
  sysapproval: z.union([z.string(), z.looseObject({ value: z.string() }).transform(({ value }) => value)]),
  "approver.user_name": z.string(),
  state: z
    .string()
    .transform((state): "approved" | "rejected" | "requested" => (state === "approved" || state === "rejected" ? state : "requested")),
}));

const SCHEDULED = new Set([-2, -1]);
const CLOSED = new Set([0, 3]);
const CANCELLED = 4;

/** The change in our words. A state that we do not know is an open one: it starts nothing. */
export function toChange(record: z.infer<typeof changeSchema>): Change {
  const { state } = record;
  const phase = state === CANCELLED ? "cancelled" : CLOSED.has(state) ? "closed" : SCHEDULED.has(state) ? "scheduled" : "open";
  const { start_date: start, end_date: end } = record;
  return {
    id: record.sys_id,
    number: record.number,
    correlationId: record.correlation_id,
    description: record.description,
    phase,
    approval: record.approval === "approved" || record.approval === "rejected" ? record.approval : "requested",
    onHold: record.on_hold === "true",
    conflicts: record.conflict_status === "Conflict",
    ...(start === "" ? {} : { startsAt: toIso(start) }),
    ...(end === "" ? {} : { endsAt: toIso(end) }),
  };
}

/** The Table API gives `2026-11-29 03:00:00`, UTC. */
function toIso(text: string): string {
  return new Date(`${text.replace(" ", "T")}Z`).toISOString();
}
