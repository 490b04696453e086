/** What is put on the bus, and one request that puts it. */
import type { Envelope } from "@dr/events";

/** One event to put on the bus. `detail.id` names it in errors. */
export interface BusEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Envelope;
  readonly resources?: readonly string[];
}

/** One `PutEvents` request: outcome i belongs to entry i, and is null when the entry was accepted. */
export type PutEntries = (entries: readonly BusEntry[]) => Promise<readonly (string | null)[]>;
