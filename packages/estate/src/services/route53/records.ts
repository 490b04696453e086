// The records of the simulated Route 53, and the canonical form of DNS names.
import { defineKind } from "../../world/kind.ts";

/** A resource record set in AWS's own member names; values stay strings except the numbers. */
export type RecordSet = {
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string | undefined;
  readonly Weight?: number | undefined;
  readonly Region?: string | undefined;
  readonly GeoLocation?: Readonly<Record<string, string | undefined>> | undefined;
  readonly Failover?: string | undefined;
  readonly CidrRoutingConfig?: { readonly CollectionId: string; readonly LocationName: string } | undefined;
  readonly MultiValueAnswer?: boolean | undefined;
  readonly TTL?: number | undefined;
  readonly ResourceRecords?: readonly { readonly Value: string }[] | undefined;
  readonly AliasTarget?: { readonly HostedZoneId: string; readonly DNSName: string; readonly EvaluateTargetHealth: boolean } | undefined;
  readonly HealthCheckId?: string | undefined;
};

/** A hosted zone with all its record sets. */
export type ZoneRecord = {
  readonly id: string;
  /** Canonical, with the trailing dot. */
  readonly name: string;
  readonly callerReference: string;
  readonly privateZone: boolean;
  readonly recordSets: readonly RecordSet[];
};

/** A submitted change batch; authoritative servers agree from `inSyncMs` on. */
export type ChangeRecord = {
  readonly id: string;
  readonly submittedMs: number;
  readonly inSyncMs: number;
  readonly comment?: string;
};

/** Hosted zones by id. */
export const zoneKind = defineKind<ZoneRecord>("route53.zone");
/** Changes by id. */
export const changeKind = defineKind<ChangeRecord>("route53.change");

/** Lower case, trailing dot, and octal escapes for the characters Route 53 escapes (`*` becomes `\052`). */
export const canonicalName = (name: string): string => {
  const dotted = name.endsWith(".") ? name : `${name}.`;
  return dotted.toLowerCase().replace(/[^a-z0-9_.\\-]/gu, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
};

/** A name as people and plans write it: no trailing dot, `*` in the clear. */
export const plainName = (name: string): string => canonicalName(name).replace(/\.$/u, "").replaceAll("\\052", "*");

/** The id without the path that the API may put before it. */
export const plainId = (id: string): string => id.split("/").at(-1) ?? id;

/** What makes a record set unique in its zone. */
export const recordSetKey = ({ Name, Type, SetIdentifier }: RecordSet): string => `${canonicalName(Name)}|${Type}|${SetIdentifier ?? ""}`;

/** Route 53 sorts by name with the labels reversed, then by type and set identifier. */
export const compareRecordSets = (a: RecordSet, b: RecordSet): number => compareText(sortKey(a), sortKey(b));

const sortKey = ({ Name, Type, SetIdentifier }: RecordSet): string => `${dnsOrder(Name)} ${Type} ${SetIdentifier ?? ""}`;

/** The name with its labels reversed (`com.example.www`), by which Route 53 sorts. */
export const dnsOrder = (name: string): string => canonicalName(name).replace(/\.$/u, "").split(".").toReversed().join(".");

/** Byte order, not the order of any language. */
export const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** Whether a name is the zone's own or lies below it. */
export const isInZone = (name: string, zoneName: string): boolean =>
  canonicalName(name) === canonicalName(zoneName) || canonicalName(name).endsWith(`.${canonicalName(zoneName)}`);
