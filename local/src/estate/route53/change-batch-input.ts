// Reads the XML of ChangeResourceRecordSets into typed changes.
import { z } from "zod";
import { toArray } from "../protocol/xml.ts";
import type { RecordSet } from "./records.ts";

const xmlBoolean = z.enum(["true", "false"]).transform((text) => text === "true");
const xmlNumber = z.string().regex(/^\d+$/u, "expected a whole number").transform(Number);

const resourceRecords = z
  .looseObject({ ResourceRecord: z.unknown() })
  .transform(({ ResourceRecord }) => toArray(ResourceRecord))
  .pipe(z.array(z.looseObject({ Value: z.string() }).transform(({ Value }) => ({ Value }))));

const recordSet: z.ZodType<RecordSet> = z.object({
  Name: z.string().min(1),
  Type: z.enum([
    "SOA",
    "A",
    "TXT",
    "NS",
    "CNAME",
    "MX",
    "NAPTR",
    "PTR",
    "SRV",
    "SPF",
    "AAAA",
    "CAA",
    "DS",
    "TLSA",
    "SSHFP",
    "SVCB",
    "HTTPS",
  ]),
  SetIdentifier: z.string().optional(),
  Weight: xmlNumber.pipe(z.number().max(255)).optional(),
  Region: z.string().optional(),
  GeoLocation: z.record(z.string(), z.string()).optional(),
  Failover: z.enum(["PRIMARY", "SECONDARY"]).optional(),
  MultiValueAnswer: xmlBoolean.optional(),
  TTL: xmlNumber.pipe(z.number().max(2_147_483_647)).optional(),
  ResourceRecords: resourceRecords.optional(),
  AliasTarget: z.object({ HostedZoneId: z.string(), DNSName: z.string(), EvaluateTargetHealth: xmlBoolean }).optional(),
  HealthCheckId: z.string().optional(),
});

const change = z.object({ Action: z.enum(["CREATE", "UPSERT", "DELETE"]), ResourceRecordSet: recordSet });

/** One change of a batch. */
export type Change = z.infer<typeof change>;

const batch = z.object({
  Comment: z.string().optional(),
  Changes: z
    .looseObject({ Change: z.unknown() })
    .transform((changes) => toArray(changes.Change))
    .pipe(z.array(change).min(1)),
});

/** The operation's input: zone id from the path, change batch from the body. */
export const changeBatchInput = z.object({
  Id: z.string(),
  body: z.object({ ChangeResourceRecordSetsRequest: z.object({ ChangeBatch: batch }) }),
});
