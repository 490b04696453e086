/** How an execution stands, in the words that everybody outside of the platform reads: the API's and the history's. */

/** Every status that is shown. */
export const SHOWN_STATUSES = [
  "planning",
  "queued",
  "in_progress",
  "paused",
  "cancelling",
  "rolling_back",
  "cleaning_up",
  "completed",
  "failed",
  "cancelled",
] as const;
/** A status that is shown. */
export type ShownStatus = (typeof SHOWN_STATUSES)[number];
