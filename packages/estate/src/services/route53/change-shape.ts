// A change as ChangeResourceRecordSets and GetChange write it.
import type { ChangeInfo } from "@aws-sdk/client-route-53";
import type { ChangeRecord } from "./records.ts";

/** The `ChangeInfo` at a moment. */
export const changeShape = ({ id, submittedMs, inSyncMs, comment }: ChangeRecord, nowMs: number): ChangeInfo => ({
  Id: `/change/${id}`,
  Status: nowMs < inSyncMs ? "PENDING" : "INSYNC",
  SubmittedAt: new Date(submittedMs),
  Comment: comment,
});
