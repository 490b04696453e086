// The Route 53 part of a seed: zones with their records, and health checks.
import * as z from "zod";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { addHealthChecks, healthCheckSeed } from "./health-check-seed.ts";
import { canonicalName, isInZone, plainName, type RecordSet, recordSetKey, zoneKind, type ZoneRecord } from "./records.ts";

const recordSet = z.strictObject({
  name: z.string().min(1),
  type: z.string().min(1),
  ttl: z.int().min(0).default(60),
  values: z.array(z.string().min(1)).min(1).optional(),
  alias: z.strictObject({ hostedZoneId: z.string(), dnsName: z.string(), evaluateTargetHealth: z.boolean().default(false) }).optional(),
  setIdentifier: z.string().optional(),
  weight: z.int().min(0).max(255).optional(),
  failover: z.enum(["PRIMARY", "SECONDARY"]).optional(),
  region: z.string().optional(),
  geoLocation: z.record(z.string(), z.string()).optional(),
  cidrRoutingConfig: z.strictObject({ CollectionId: z.string(), LocationName: z.string() }).optional(),
  multiValueAnswer: z.boolean().optional(),
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

const schema = z.strictObject({ zones: z.array(zone).default([]), healthChecks: z.array(healthCheckSeed).default([]) });

/** What a seed document may say about Route 53. */
export type Route53Seed = z.input<typeof schema>;

type ZoneSeed = z.output<typeof zone>;

/** Health checks, and zones with their records; a zone that exists gets the records it lacks and keeps those it has. */
const apply = ({ zones, healthChecks }: z.output<typeof schema>, context: SeedContext): void => {
  const { seeder, world } = context;
  addHealthChecks(healthChecks, context);
  for (const seed of zones) {
    seeder.add(zoneKind, { ...place(seed.id), kind: "hosted-zone", name: seed.name }, () => newZone(seed));
    const zone = world.get(zoneKind, GLOBAL_REGION, seed.id);
    if (zone !== undefined) addMissing({ world, seeder }, zone, seed);
  }
};

const place = (id: string) => ({ service: "route53" as const, region: GLOBAL_REGION, id });

const newZone = ({ id, name, privateZone }: ZoneSeed): ZoneRecord => {
  const apex = canonicalName(name);
  const recordSets: RecordSet[] = [
    {
      Name: apex,
      Type: "NS",
      TTL: 172_800,
      ResourceRecords: [1, 2].map((number) => ({ Value: `ns-${number}.simulated-awsdns.invalid.` })),
    },
    {
      Name: apex,
      Type: "SOA",
      TTL: 900,
      ResourceRecords: [{ Value: "ns-1.simulated-awsdns.invalid. hostmaster.simulated.invalid. 1 7200 900 1209600 86400" }],
    },
  ];
  return { id, name: apex, callerReference: `simulated-${id}`, privateZone, recordSets };
};

const addMissing = ({ world, seeder }: Pick<SeedContext, "world" | "seeder">, zone: ZoneRecord, { records }: ZoneSeed): void => {
  const recordSets = [...zone.recordSets];
  for (const record of records) {
    const set = toRecordSet(record);
    const known = recordSets.some((other) => clashes(set, other));
    seeder.note({ ...place(`${zone.id}/${plainName(set.Name)}/${set.Type}`), kind: "record-set", name: record.name }, known);
    if (!known) recordSets.push(set);
  }
  if (recordSets.length > zone.recordSets.length) world.put(zoneKind, GLOBAL_REGION, zone.id, { ...zone, recordSets });
};

/** The same record set, or two that DNS does not allow beside each other (a CNAME stands alone). */
const clashes = (set: RecordSet, other: RecordSet): boolean =>
  recordSetKey(set) === recordSetKey(other) ||
  (canonicalName(other.Name) === set.Name && other.Type !== set.Type && (other.Type === "CNAME" || set.Type === "CNAME"));

const toRecordSet = (seed: ZoneSeed["records"][number]): RecordSet => ({
  Name: canonicalName(seed.name),
  Type: seed.type,
  ...(seed.alias === undefined
    ? { TTL: seed.ttl, ResourceRecords: (seed.values ?? []).map((Value) => ({ Value })) }
    : {
        AliasTarget: {
          HostedZoneId: seed.alias.hostedZoneId,
          DNSName: canonicalName(seed.alias.dnsName),
          EvaluateTargetHealth: seed.alias.evaluateTargetHealth,
        },
      }),
  ...(seed.setIdentifier !== undefined && { SetIdentifier: seed.setIdentifier }),
  ...(seed.weight !== undefined && { Weight: seed.weight }),
  ...(seed.region !== undefined && { Region: seed.region }),
  ...(seed.geoLocation !== undefined && { GeoLocation: seed.geoLocation }),
  ...(seed.cidrRoutingConfig !== undefined && { CidrRoutingConfig: seed.cidrRoutingConfig }),
  ...(seed.multiValueAnswer !== undefined && { MultiValueAnswer: seed.multiValueAnswer }),
  ...(seed.failover !== undefined && { Failover: seed.failover }),
  ...(seed.healthCheckId !== undefined && { HealthCheckId: seed.healthCheckId }),
});

/** Schema and effect of the Route 53 part. */
export const route53Seed = { schema, apply };
