/** The event as EventBridge hands it out. */
import type { IngestedEvent } from "../transform/target-input.ts";
import type { AcceptedEntry } from "./put-events-request.ts";

/** Where the bus pretends to be. */
export interface BusLocation {
  readonly account: string;
  readonly region: string;
}

/** ISO 8601 in UTC to the second, as EventBridge writes it. */
function toIsoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/** Builds the envelope. The detail goes into the text as it was sent, so that no digit of a number changes. */
export function toEvent(entry: AcceptedEntry, id: string, nowMs: number, { account, region }: BusLocation): IngestedEvent {
  const head = {
    version: "0",
    id,
    "detail-type": entry.detailType,
    source: entry.source,
    account,
    time: toIsoSeconds(entry.timeMs ?? nowMs),
    region,
    resources: entry.resources,
  };
  const text = `${JSON.stringify(head).slice(0, -1)},"detail":${entry.detailText.trim()}}`;
  return { text, value: { ...head, detail: entry.detail }, ingestedAtMs: nowMs };
}
