// The document that says which resources a simulated estate has from the start.
import { z } from "zod";
import { isInZone } from "../route53/records.ts";

const identifier = z.string().min(1).max(255);
const region = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/u, "expected a Region such as us-east-1");

const cluster = z.strictObject({
  identifier,
  region: region.optional(),
  engine: z.string().default("aurora-postgresql"),
  engineVersion: z.string().default("16.4"),
  /** Instances; the writer first unless one is marked. Absent: a writer and two readers, `<identifier>-instance-1..3`. */
  members: z
    .array(
      z.strictObject({
        identifier,
        availabilityZone: z.string().optional(),
        promotionTier: z.int().min(0).max(15).default(1),
        writer: z.boolean().default(false),
      }),
    )
    .min(1)
    .optional(),
});

const instance = z.strictObject({
  identifier,
  region: region.optional(),
  engine: z.string().default("postgres"),
  engineVersion: z.string().default("16.4"),
  multiAz: z.boolean().default(true),
});

const globalCluster = z.strictObject({
  identifier,
  engine: z.string().default("aurora-postgresql"),
  engineVersion: z.string().default("16.4"),
  /** Cluster ARNs; the first is the writer. */
  memberArns: z.array(z.string().startsWith("arn:")).min(1),
});

const sourceServer = z.strictObject({
  /** A DRS id (`s-` and 17 characters), or the name a plan uses, from which the id is derived. */
  id: identifier,
  /** The recovery Region. */
  region: region.optional(),
  originRegion: region.optional(),
  replicationState: z
    .enum([
      "STOPPED",
      "INITIATING",
      "INITIAL_SYNC",
      "BACKLOG",
      "CREATING_SNAPSHOT",
      "CONTINUOUS",
      "PAUSED",
      "RESCAN",
      "STALLED",
      "DISCONNECTED",
    ])
    .default("CONTINUOUS"),
  lagSeconds: z.int().min(0).default(0),
  hasSnapshots: z.boolean().default(true),
  launchDisposition: z.enum(["STARTED", "STOPPED"]).default("STARTED"),
});

const recordSet = z.strictObject({
  name: z.string().min(1),
  type: z.string().min(1),
  ttl: z.int().min(0).default(60),
  values: z.array(z.string().min(1)).min(1).optional(),
  alias: z.strictObject({ hostedZoneId: z.string(), dnsName: z.string(), evaluateTargetHealth: z.boolean().default(false) }).optional(),
  setIdentifier: z.string().optional(),
  weight: z.int().min(0).max(255).optional(),
  failover: z.enum(["PRIMARY", "SECONDARY"]).optional(),
  healthCheckId: z.string().optional(),
});

const zone = z
  .strictObject({
    id: z.string().regex(/^[A-Z0-9]{1,32}$/u, "expected a hosted zone id such as Z123456789"),
    name: z.string().min(1),
    privateZone: z.boolean().default(false),
    records: z.array(recordSet).default([]),
  })
  .check((context) => {
    const { name, records } = context.value;
    for (const [index, record] of records.entries()) {
      if (isInZone(record.name, name)) continue;
      context.issues.push({
        code: "custom",
        path: ["records", index, "name"],
        message: `expected a name in zone ${name}`,
        input: record.name,
      });
    }
  });

const parameter = z.strictObject({ name: z.string().min(1), value: z.string().min(1), region: region.optional() });

/** A seed document, checked strictly: an unknown member is an error. */
export const seedDocument = z.strictObject({
  rds: z
    .strictObject({
      clusters: z.array(cluster).default([]),
      instances: z.array(instance).default([]),
      globalClusters: z.array(globalCluster).default([]),
    })
    .prefault({}),
  drs: z.strictObject({ sourceServers: z.array(sourceServer).default([]) }).prefault({}),
  route53: z.strictObject({ zones: z.array(zone).default([]) }).prefault({}),
  ssm: z.strictObject({ parameters: z.array(parameter).default([]) }).prefault({}),
});

/** A seed document as a caller writes it; everything is optional. */
export type SeedDocument = z.input<typeof seedDocument>;

/** A seed document with its defaults filled in. */
export type ParsedSeed = z.output<typeof seedDocument>;
