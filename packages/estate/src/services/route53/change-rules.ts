// What Route 53 refuses about one change, given the record sets as the changes before it left them.
import { isIPv4, isIPv6 } from "node:net";
import type { Change } from "./change-batch-input.ts";
import { canonicalName, isInZone, type RecordSet, recordSetKey, type ZoneRecord } from "./records.ts";

/** The complaints about a change, in AWS's wording as far as it is known; empty when the change is allowed. */
export const complaintsAbout = (
  { Action, ResourceRecordSet: wanted }: Change,
  zone: ZoneRecord,
  current: ReadonlyMap<string, RecordSet>,
): readonly string[] => {
  const name = canonicalName(wanted.Name);
  if (!isInZone(name, zone.name)) {
    return [`RRSet with DNS name ${name} is not permitted in zone ${zone.name}`];
  }
  const existing = current.get(recordSetKey(wanted));
  if (Action === "DELETE") return complaintsAboutDelete(wanted, name, existing);
  if (Action === "CREATE" && existing !== undefined) {
    return [`Tried to create resource record set [name='${name}', type='${wanted.Type}'${identifierText(wanted)}] but it already exists`];
  }
  return [...complaintsAboutNeighbours(wanted, name, zone, current), ...complaintsAboutValues(wanted)];
};

const complaintsAboutDelete = (wanted: RecordSet, name: string, existing: RecordSet | undefined): readonly string[] => {
  const tried = `Tried to delete resource record set [name='${name}', type='${wanted.Type}'${identifierText(wanted)}]`;
  if (existing === undefined) return [`${tried} but it was not found`];
  return comparable(existing) === comparable(wanted) ? [] : [`${tried} but the values provided do not match the current values`];
};

const complaintsAboutNeighbours = (
  wanted: RecordSet,
  name: string,
  zone: ZoneRecord,
  current: ReadonlyMap<string, RecordSet>,
): readonly string[] => {
  if (wanted.Type === "CNAME" && name === zone.name) {
    return [`RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone.name}`];
  }
  const neighbours = [...current.values()].filter((other) => canonicalName(other.Name) === name);
  if (neighbours.some((other) => (other.Type === "CNAME") !== (wanted.Type === "CNAME"))) {
    return [
      `RRSet of type ${wanted.Type} with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`,
    ];
  }
  const others = neighbours.filter((other) => other.Type === wanted.Type && recordSetKey(other) !== recordSetKey(wanted));
  if (others.some((other) => routingOf(other) !== routingOf(wanted))) {
    return [`RRSet with DNS name ${name}, type ${wanted.Type} cannot be created as other RRSets exist with the same name and type.`];
  }
  return [];
};

type ValueRule = { readonly holds: (value: string) => boolean; readonly problem: string };

const VALUE_RULES: Readonly<Record<string, ValueRule>> = {
  A: { holds: isIPv4, problem: "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)" },
  AAAA: { holds: isIPv6, problem: "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)" },
};

const complaintsAboutValues = ({ Type, ResourceRecords = [] }: RecordSet): readonly string[] => {
  const rule = VALUE_RULES[Type];
  if (rule === undefined) return [];
  return ResourceRecords.filter(({ Value }) => !rule.holds(Value)).map(
    ({ Value }) => `Invalid Resource Record: 'FATAL problem: ${rule.problem} encountered with '${Value}''`,
  );
};

const identifierText = ({ SetIdentifier }: RecordSet): string => (SetIdentifier === undefined ? "" : `, set identifier='${SetIdentifier}'`);

const routingOf = (set: RecordSet): string => {
  if (set.SetIdentifier === undefined) return "simple";
  if (set.Weight !== undefined) return "weighted";
  if (set.Failover !== undefined) return "failover";
  if (set.Region !== undefined) return "latency";
  if (set.CidrRoutingConfig !== undefined) return "cidr";
  return set.GeoLocation === undefined ? "multivalue" : "geolocation";
};

const comparable = (set: RecordSet): string =>
  JSON.stringify([
    recordSetKey(set),
    set.TTL,
    set.Weight,
    set.Region,
    set.Failover,
    set.MultiValueAnswer,
    set.HealthCheckId,
    set.GeoLocation,
    set.CidrRoutingConfig,
    set.AliasTarget && [set.AliasTarget.HostedZoneId, canonicalName(set.AliasTarget.DNSName), set.AliasTarget.EvaluateTargetHealth],
    set.ResourceRecords?.map(({ Value }) => Value).toSorted(),
  ]);
