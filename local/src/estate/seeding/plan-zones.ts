// Makes hosted zones, with their old records, for the DNS records that a plan will change.
import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";
import { isInZone, plainName } from "../route53/records.ts";
import type { NamedResource } from "./plan-resources.ts";
import type { SeedDocument } from "./seed-document.ts";

type ZoneSeed = NonNullable<NonNullable<SeedDocument["route53"]>["zones"]>[number];
type RecordSeed = NonNullable<ZoneSeed["records"]>[number];

const planRecord = z.looseObject({
  hostedZoneId: z.string().regex(/^[A-Z0-9]{1,32}$/u, "expected a hosted zone id such as Z123456789"),
  recordName: z.string().min(1),
  newValue: z.string().optional(),
  recordType: z.string().optional(),
});

type PlanRecord = z.infer<typeof planRecord>;

/** Zones to seed, and the records that no zone can hold. */
export type PlanZones = {
  readonly zones: readonly ZoneSeed[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
};

/** `zoneNameOf` tells the name of a zone that exists already. */
export const zonesOfPlan = (found: readonly NamedResource[], zoneNameOf: (id: string) => string | undefined): PlanZones => {
  const skipped: { path: string; reason: string }[] = [];
  const byZone = new Map<string, { readonly record: PlanRecord; readonly path: string }[]>();
  for (const { value, path } of found) {
    const parsed = planRecord.safeParse(value);
    if (parsed.success)
      byZone.set(parsed.data.hostedZoneId, [...(byZone.get(parsed.data.hostedZoneId) ?? []), { record: parsed.data, path }]);
    else skipped.push({ path, reason: parsed.error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`).join("; ") });
  }
  const zones: ZoneSeed[] = [];
  for (const [id, entries] of byZone) {
    const name = zoneNameOf(id) ?? commonDomain(entries.map(({ record }) => record.recordName));
    const inside = entries.filter(({ record }) => name !== undefined && isInZone(record.recordName, name));
    for (const { path, record } of entries) {
      if (!inside.some((entry) => entry.path === path))
        skipped.push({ path, reason: `${record.recordName} is not in hosted zone ${id} (${name ?? "its records share no domain"})` });
    }
    if (name !== undefined)
      zones.push({ id, name, records: inside.map(({ record }) => oldRecord(record, name)).filter((record) => record !== undefined) });
  }
  return { zones, skipped };
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

/** The record as it is before the plan runs: another value of the same type, TTL 60. */
const oldRecord = ({ recordName, newValue = "", recordType }: PlanRecord, zoneName: string): RecordSeed | undefined => {
  const isApex = plainName(recordName) === plainName(zoneName);
  const type = recordType ?? typeOf(newValue, isApex);
  if (type === "A" && isApex && newValue !== "" && !isIPv4(newValue)) {
    return { name: recordName, type, alias: { hostedZoneId: ELB_ZONE_US_EAST_1, dnsName: "before-failover.us-east-1.elb.amazonaws.com" } };
  }
  const value = OLD_VALUES[type];
  return value === undefined ? undefined : { name: recordName, type, ttl: 60, values: [value] };
};

/** A name cannot be a CNAME at the apex of its zone, where AWS offers alias records instead. */
const typeOf = (newValue: string, isApex: boolean): string => {
  if (isIPv4(newValue)) return "A";
  if (isIPv6(newValue)) return "AAAA";
  return isApex ? "A" : "CNAME";
};
