/** Route 53 of the simulated estate with zones of given record sets, as a world of the conformance suite. */
import type { SeedDocument } from "@dr/estate";
import type { EstateWorld } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import type { RecordSet } from "../src/clients/route53-client.ts";
import type { InfraClients } from "../src/infra-client.ts";
import { describeRecordSet } from "../src/record-set.ts";
import { estateWorld } from "./estate-world.ts";

type ZoneRecordSeed = NonNullable<NonNullable<NonNullable<SeedDocument["route53"]>["zones"]>[number]["records"]>[number];

/** The zones of these tests by their ids. */
const ZONE_NAMES: Readonly<Record<string, string>> = { Z1: "example.com", Z2: "example.org", Z3: "example.com" };

/** A world, and what a zone holds beside what every zone has. */
export type DnsWorld = EstateWorld<InfraClients> & { readonly records: (zoneId: string) => readonly RecordSet[] };

/** Effects read `Z1 UPSERT app.example.com. CNAME new.example.com`, one for each change of a batch. */
export function createDnsWorld(zones: Readonly<Record<string, readonly RecordSet[]>>, clock: VirtualClock): DnsWorld {
  const seed: SeedDocument = {
    route53: { zones: Object.entries(zones).map(([id, sets]) => ({ id, name: ZONE_NAMES[id] ?? "", records: sets.map(toSeed) })) },
  };
  const world = estateWorld(clock, seed, ({ request }) => {
    const { HostedZoneId, ChangeBatch } = request as {
      HostedZoneId: string;
      ChangeBatch: { Changes: readonly { Action: string; ResourceRecordSet: RecordSet }[] };
    };
    return ChangeBatch.Changes.map(({ Action, ResourceRecordSet }) => `${HostedZoneId} ${Action} ${describeRecordSet(ResourceRecordSet)}`);
  });
  const records = (zoneId: string): readonly RecordSet[] =>
    (world.estate.state().route53.zones.find(({ id }) => id === zoneId)?.recordSets ?? []).filter(
      ({ Type }) => !["NS", "SOA"].includes(Type),
    ) as readonly RecordSet[];
  return { ...world, records };
}

/** The seed's words for a record set; members that are undefined say nothing. */
function toSeed({ Name = "", Type = "A", AliasTarget, ResourceRecords, ...set }: RecordSet) {
  const { HostedZoneId = "", DNSName = "", EvaluateTargetHealth } = AliasTarget ?? {};
  const alias = AliasTarget && { hostedZoneId: HostedZoneId, dnsName: DNSName, evaluateTargetHealth: EvaluateTargetHealth };
  const routing = {
    setIdentifier: set.SetIdentifier,
    weight: set.Weight,
    failover: set.Failover,
    region: set.Region,
    geoLocation: set.GeoLocation,
    cidrRoutingConfig: set.CidrRoutingConfig,
    multiValueAnswer: set.MultiValueAnswer,
    healthCheckId: set.HealthCheckId,
  };
  const values = ResourceRecords?.map(({ Value = "" }) => Value);
  return JSON.parse(JSON.stringify({ name: Name, type: Type, ttl: set.TTL, values, alias, ...routing })) as ZoneRecordSeed;
}
