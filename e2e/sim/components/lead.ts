/** What a process knows of the lead: the product's own reading of the log, over a log that fails. */
import { createLead, type EventLog, type Lead } from "@dr/event-log";
import type { SimProcess } from "../kernel/process.ts";
import { REGIONS } from "../world/regions.ts";

/** The lead as a process sees it. */
export function leadOf({ region, clock }: SimProcess, log: EventLog): Lead {
  return createLead({ log, region, regions: REGIONS, clock });
}
