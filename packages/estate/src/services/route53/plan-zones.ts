// Makes hosted zones, with their old records, for the DNS records that a plan will change.
import { isIPv4, isIPv6 } from "node:net";
import * as z from "zod";
import type { PlanSeed } from "../../service.ts";
import { entriesIn, entriesInConfig, memberOf, type PlanEntry } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { failoverPair, healthCheckOf } from "./plan-failover.ts";
import { isInZone, plainName, zoneKind } from "./records.ts";
import type { Route53Seed } from "./seed.ts";

type ZoneSeed = NonNullable<Route53Seed["zones"]>[number];
type RecordSeed = NonNullable<ZoneSeed["records"]>[number];

const planRecord = z.looseObject({
  hostedZoneId: z.string().regex(/^[A-Z0-9]{1,32}$/u, "expected a hosted zone id such as Z123456789"),
  recordName: z.string().min(1),
  newValue: z.string().optional(),
  recordType: z.string().optional(),
  /** The value before the plan runs, where another service knows what it has to be. */
  oldValue: z.string().optional(),
  /** A pair of failover sets: which of them answers is what the plan changes. */
  isPair: z.boolean().default(false),
});

type PlanRecord = z.infer<typeof planRecord>;

/** Zones for the records that a plan names under `route53Records` and `failoverRecords`, in any technology; a zone that exists keeps its name. */
export const planRoute53 = (tasks: readonly PlanTask[], world: WorldView): PlanSeed<Route53Seed> => {
  const { byZone, skipped } = recordsByZone([
    ...entriesIn(tasks, "route53Records"),
    ...entriesInConfig(tasks, "dns_updates").map(inOurWords),
    ...entriesIn(tasks, "failoverRecords").map(asPair),
  ]);
  const zones: ZoneSeed[] = [];
  const pairs = [...byZone.values()].flat().filter(({ record }) => record.isPair);
  const healthChecks = [...new Set(pairs.map(({ record }) => healthCheckOf(record.recordName)))].map((id) => ({ id }));
  for (const [id, entries] of byZone) {
    const known = world.get(zoneKind, GLOBAL_REGION, id);
    const name = known === undefined ? commonDomain(entries.map(({ record }) => record.recordName)) : plainName(known.name);
    const inside = entries.filter(({ record }) => name !== undefined && isInZone(record.recordName, name));
    for (const { path, record } of entries) {
      if (!inside.some((entry) => entry.path === path))
        skipped.push({ path, reason: `${record.recordName} is not in hosted zone ${id} (${name ?? "its records share no domain"})` });
    }
    if (name !== undefined)
      zones.push({ id, name, records: inside.flatMap(({ record }) => (record.isPair ? failoverPair(record) : oldRecord(record, name))) });
  }
  return { seed: { zones, healthChecks }, skipped };
};

const asPair = ({ value, ...entry }: PlanEntry): PlanEntry => ({
  ...entry,
  value: typeof value === "object" && value !== null ? { ...value, isPair: true } : value,
});

/** A record as older plans write it. */
const inOurWords = ({ value, ...entry }: PlanEntry): PlanEntry => {
  const newValue = memberOf(value, "new_value");
  return {
    ...entry,
    value: {
      hostedZoneId: memberOf(value, "hosted_zone_id"),
      recordName: memberOf(value, "record_name"),
      recordType: memberOf(value, "record_type"),
      ...(typeof newValue === "string" && { newValue }),
    },
  };
};

const recordsByZone = (entries: readonly PlanEntry[]) => {
  const skipped: { path: string; reason: string }[] = [];
  const byZone = new Map<string, { readonly record: PlanRecord; readonly path: string }[]>();
  for (const { value, path } of entries) {
    const parsed = planRecord.safeParse(value);
    if (parsed.success)
      byZone.set(parsed.data.hostedZoneId, [...(byZone.get(parsed.data.hostedZoneId) ?? []), { record: parsed.data, path }]);
    else skipped.push({ path, reason: parsed.error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`).join("; ") });
  }
  return { byZone, skipped };
};

/** The longest domain of at least two labels that all names lie in; a single name lies below its zone. */
const commonDomain = (names: readonly string[]): string | undefined => {
  const labels = names.map((name) => plainName(name).split(".").toReversed());
  const [first = []] = labels;
  const shared = first.findIndex((label, index) => labels.some((other) => other[index] !== label));
  const common = shared === -1 ? first : first.slice(0, shared);
  const own = names.length === 1 && common.length > 2 ? common.slice(0, -1) : common;
  return own.length < 2 ? undefined : own.toReversed().join(".");
};

// Values from the ranges that RFC 5737, RFC 3849 and RFC 2606 reserve for documentation.
const OLD_VALUES: Readonly<Record<string, string>> = {
  A: "192.0.2.10",
  AAAA: "2001:db8::10",
  CNAME: "before-failover.simulated.example.com",
  TXT: '"before failover (simulated)"',
};
const ELB_ZONE_US_EAST_1 = "Z35SXDOTRQ7X7K";

/** The record as it is before the plan runs: another value of the same type, TTL 60. None of a type that has no value here. */
const oldRecord = ({ recordName, newValue = "", recordType, oldValue }: PlanRecord, zoneName: string): readonly RecordSeed[] => {
  const isApex = plainName(recordName) === plainName(zoneName);
  const type = recordType ?? typeOf(newValue, isApex);
  if (type === "A" && isApex && newValue !== "" && !isIPv4(newValue)) {
    const alias = { hostedZoneId: ELB_ZONE_US_EAST_1, dnsName: "before-failover.us-east-1.elb.amazonaws.com" };
    return [{ name: recordName, type, alias }];
  }
  const value = type === "CNAME" ? (oldValue ?? OLD_VALUES[type]) : OLD_VALUES[type];
  return value === undefined ? [] : [{ name: recordName, type, ttl: 60, values: [value] }];
};

/** A name cannot be a CNAME at the apex of its zone, where AWS offers alias records instead. */
const typeOf = (newValue: string, isApex: boolean): string => {
  if (isIPv4(newValue)) return "A";
  if (isIPv6(newValue)) return "AAAA";
  return isApex ? "A" : "CNAME";
};
