/** What a plan may write for a DNS update. */
import { identify, lazyStrictObject, namesResource } from "@dr/events";
import * as z from "zod";
import { RECORD_NAME, whyNotValues } from "./record-values.ts";

/** Types of records. */
export const RECORD_TYPES = [
  "A",
  "AAAA",
  "CNAME",
  "CAA",
  "DS",
  "HTTPS",
  "MX",
  "NAPTR",
  "NS",
  "PTR",
  "SOA",
  "SPF",
  "SRV",
  "SSHFP",
  "SVCB",
  "TLSA",
  "TXT",
] as const;

/** Id of a zone, with or without the path that some answers put before it. */
export const zoneId = () =>
  z
    .string()
    .regex(/^(?:\/hostedzone\/)?[A-Za-z0-9]{1,32}$/, "expected a hosted zone id such as Z123456789")
    .describe("Hosted zone of Route 53");

/** A name with its zone, as a plan may write it. */
export const recordName = () =>
  z.string().min(1).max(1_020).regex(RECORD_NAME, "expected a domain name: labels of 1 to 63 characters, with dots between them");

/** Reports values that a record of the type cannot have; of a type that is not told, nothing is known yet. */
export function checkValues(
  context: z.core.$RefinementCtx,
  type: string | undefined,
  values: string | readonly string[] | undefined,
  field: string,
): void {
  const message = type === undefined || values === undefined ? undefined : whyNotValues(type, [values].flat());
  if (message !== undefined) context.addIssue({ code: "custom", path: [field], message });
}

/** One record set: its new values, its new alias target, or its new weight. What is not said stays as it is. */
const record = lazyStrictObject(() => ({
  hostedZoneId: zoneId(),
  recordName: recordName(),
  newValue: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
  recordType: z
    .enum(RECORD_TYPES)
    .optional()
    .describe("Default: the type that the name has, else A or AAAA for an address and CNAME for a name"),
  ttl: z.int().nonnegative().max(2_147_483_647).optional().describe("Seconds; default: the parameter dns-ttl, else as it is, else 60"),
  setIdentifier: z.string().min(1).max(128).optional().describe("Which of several sets of the same name and type"),
  weight: z.int().min(0).max(255).optional(),
  alias: z
    .strictObject({
      hostedZoneId: zoneId(),
      dnsName: z.string().min(1),
      evaluateTargetHealth: z.boolean().optional().describe("Default: as it is, else false"),
    })
    .optional()
    .describe("Alias target, for example a load balancer with its canonical hosted zone id"),
}))
  .refine(
    ({ newValue, alias, weight }) => newValue !== undefined || alias !== undefined || weight !== undefined,
    "expected newValue, alias or weight",
  )
  .refine(({ newValue, alias }) => newValue === undefined || alias === undefined, "expected newValue or alias, not both")
  .superRefine(({ recordType, newValue }, context) => checkValues(context, recordType, newValue, "newValue"))
  .meta(
    namesResource({ kind: "dns-record", fields: { zone: "hostedZoneId", name: "recordName", type: "recordType", set: "setIdentifier" } }),
  );
/** One record set as a plan asks for it. */
export type RecordRequest = z.infer<typeof record>;

/** Limits of one ChangeResourceRecordSets, in which an UPSERT counts twice (Route 53 developer guide, "Quotas": maximums on requests). */
const BATCH_LIMITS = [
  {
    groupBy: "hostedZoneId",
    count: "values",
    field: "newValue",
    each: 2,
    max: 1_000,
    reason: "Route 53 takes 1,000 values of one zone in a change, and counts each twice",
  },
  {
    groupBy: "hostedZoneId",
    count: "characters",
    field: "newValue",
    each: 2,
    max: 32_000,
    reason: "Route 53 takes 32,000 characters of values of one zone in a change, and counts each twice",
  },
];

/** Records, each once. */
export const recordRequests = () =>
  z
    .array(record)
    .min(1)
    .max(1_000)
    .refine((records) => new Set(records.map(requestKey)).size === records.length, "expected each record once")
    .meta({ limits: BATCH_LIMITS });

/** Records of one or more zones; the changes of a zone are made together or not at all. */
export const dnsUpdateResources = lazyStrictObject(() => ({
  route53Records: recordRequests(),
}));
/** Records of one or more zones. */
export type DnsUpdateResources = z.infer<typeof dnsUpdateResources>;

/** Nothing to configure: what a record shall be stands with the record. */
export const dnsUpdateConfig = lazyStrictObject(() => ({}));
/** No configuration. */
export type DnsUpdateConfig = z.infer<typeof dnsUpdateConfig>;

/** Ids of the zones, each once. */
export function listZones({ route53Records }: DnsUpdateResources): readonly string[] {
  return [...new Set(route53Records.map(({ hostedZoneId }) => plainZoneId(hostedZoneId)))];
}

/** The records of one zone. */
export function recordsOf({ route53Records }: DnsUpdateResources, zone: string): readonly RecordRequest[] {
  return route53Records.filter(({ hostedZoneId }) => plainZoneId(hostedZoneId) === zone);
}

/** A zone's id without the path that some answers put before it. */
export function plainZoneId(id: string): string {
  return id.replace(/^\/hostedzone\//, "");
}

function requestKey({ hostedZoneId, recordName, recordType, setIdentifier }: RecordRequest): string {
  const optional = { ...(recordType && { type: recordType }), ...(setIdentifier !== undefined && { set: setIdentifier }) };
  const record = identify("dns-record", { zone: hostedZoneId, name: recordName, ...optional }, { defaults: { account: "", region: "" } });
  return record?.reference ?? "";
}
