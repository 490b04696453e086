// The values that Route 53 takes in a change batch.
import * as z from "zod";
import type { RecordSet } from "./records.ts";

// RRType of the Route 53 API model.
const RECORD_TYPES = [
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
] as const;

const recordSet: z.ZodType<RecordSet> = z.object({
  Name: z.string().min(1).max(1024),
  Type: z.enum(RECORD_TYPES),
  SetIdentifier: z.string().min(1).max(128).optional(),
  Weight: z.int().min(0).max(255).optional(),
  Region: z.string().optional(),
  GeoLocation: z.record(z.string(), z.string()).optional(),
  Failover: z.enum(["PRIMARY", "SECONDARY"]).optional(),
  CidrRoutingConfig: z.object({ CollectionId: z.string(), LocationName: z.string() }).optional(),
  MultiValueAnswer: z.boolean().optional(),
  TTL: z.int().min(0).max(2_147_483_647).optional(),
  ResourceRecords: z.array(z.object({ Value: z.string().max(4000) })).optional(),
  AliasTarget: z.object({ HostedZoneId: z.string().max(32), DNSName: z.string().max(1024), EvaluateTargetHealth: z.boolean() }).optional(),
  HealthCheckId: z.string().max(64).optional(),
});

const change = z.object({ Action: z.enum(["CREATE", "UPSERT", "DELETE"]), ResourceRecordSet: recordSet });

/** One change of a batch. */
export type Change = z.infer<typeof change>;

/** The operation's input. */
export const changeBatchInput = z.object({
  HostedZoneId: z.string(),
  ChangeBatch: z.object({ Comment: z.string().max(256).optional(), Changes: z.array(change).min(1) }),
});
