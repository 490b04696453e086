// A change as ChangeResourceRecordSets and GetChange write it.
import { toIso } from "../estate-clock.ts";
import type { ChangeRecord } from "./records.ts";

/** The `ChangeInfo` element at a moment. */
export const changeXml = ({ id, submittedMs, inSyncMs, comment }: ChangeRecord, nowMs: number) => ({
  Id: `/change/${id}`,
  Status: nowMs < inSyncMs ? "PENDING" : "INSYNC",
  SubmittedAt: toIso(submittedMs),
  Comment: comment,
});
