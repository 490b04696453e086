/** What a plan may write about pairs of failover records. */
import { lazyStrictObject, namesResource } from "@dr/events";
import * as z from "zod";
import { normaliseName } from "../dns-name.ts";
import { plainZoneId, RECORD_TYPES, recordName, zoneId } from "../input.ts";

/** Who answers for a name: one of the pair whatever is healthy, or whichever the health check of the primary makes answer. */
export const answerSchema = () => z.enum(["primary", "secondary", "automatic"]);
/** `primary | secondary | automatic`. */
export type Answer = z.infer<ReturnType<typeof answerSchema>>;

const failoverRecord = lazyStrictObject(() => ({
  hostedZoneId: zoneId(),
  recordName: recordName(),
  recordType: z.enum(RECORD_TYPES).optional().describe("Default: the type of which the name has a pair"),
  answer: answerSchema().describe(
    "secondary or primary: that one, whatever its health check saw; automatic: the primary as long as its health check is healthy",
  ),
})).meta(namesResource({ kind: "dns-record", fields: { zone: "hostedZoneId", name: "recordName", type: "recordType" } }));
/** One pair, and who shall answer. */
export type FailoverRequest = z.infer<typeof failoverRecord>;

/** Pairs of one or more zones, each a step of its own. */
export const failoverResources = lazyStrictObject(() => ({
  failoverRecords: z
    .array(failoverRecord)
    .min(1)
    .max(100)
    .refine((all) => new Set(all.map(targetOf)).size === all.length, "expected each pair once"),
}));
/** Pairs of one or more zones. */
export type FailoverResources = z.infer<typeof failoverResources>;

/** The name of a pair among the task's resources: `Z1/app.example.com./A`. */
export function targetOf({ hostedZoneId, recordName: name, recordType }: Omit<FailoverRequest, "answer">): string {
  return [plainZoneId(hostedZoneId), normaliseName(name), ...(recordType === undefined ? [] : [recordType])].join("/");
}
