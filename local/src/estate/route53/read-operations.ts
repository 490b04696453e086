// GetHostedZone, ListHostedZonesByName, ListResourceRecordSets and GetChange.
import { z } from "zod";
import { readOperation } from "../operation.ts";
import { GLOBAL_REGION } from "../world/kind.ts";
import { changeXml } from "./change-xml.ts";
import { changeKind, compareRecordSets, compareText, dnsOrder, plainId, type RecordSet, zoneKind, type ZoneRecord } from "./records.ts";
import { noSuchChange, noSuchHostedZone } from "./route53-errors.ts";

/** `maxitems`: AWS cuts a larger number down to its own limit. */
const maxItems = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d*$/u, "expected a whole number from 1")
    .transform((text) => Math.min(Number(text), most))
    .optional();

const zoneXml = ({ id, name, callerReference, privateZone, recordSets }: ZoneRecord) => ({
  Id: `/hostedzone/${id}`,
  Name: name,
  CallerReference: callerReference,
  Config: { Comment: "simulated estate", PrivateZone: privateZone },
  ResourceRecordSetCount: recordSets.length,
});

/** GetHostedZone. */
export const getHostedZone = readOperation({
  input: z.object({ Id: z.string() }),
  resources: ({ Id }) => [plainId(Id)],
  run: ({ Id }, { world }) => {
    const zone = world.get(zoneKind, GLOBAL_REGION, plainId(Id));
    if (zone === undefined) throw noSuchHostedZone(plainId(Id));
    const NameServer = [1, 2, 3, 4].map((number) => `ns-${number}.simulated-awsdns.invalid`);
    return { HostedZone: zoneXml(zone), DelegationSet: { NameServers: { NameServer } } };
  },
});

/** ListHostedZonesByName, in DNS order from a name on. */
export const listHostedZonesByName = readOperation({
  input: z.looseObject({ dnsname: z.string().optional(), hostedzoneid: z.string().optional(), maxitems: maxItems(100) }),
  run: ({ dnsname, hostedzoneid, maxitems = 100 }, { world }) => {
    const from = dnsname === undefined ? "" : dnsOrder(dnsname);
    const zones = world
      .list(zoneKind, GLOBAL_REGION)
      .toSorted((a, b) => compareText(dnsOrder(a.name), dnsOrder(b.name)) || compareText(a.id, b.id))
      .filter(({ id, name }) => {
        const order = dnsOrder(name);
        return order > from || (order === from && id >= plainId(hostedzoneid ?? ""));
      });
    const next = zones[maxitems];
    return {
      HostedZones: { HostedZone: zones.slice(0, maxitems).map(zoneXml) },
      DNSName: dnsname,
      HostedZoneId: hostedzoneid,
      IsTruncated: next !== undefined,
      NextDNSName: next?.name,
      NextHostedZoneId: next?.id,
      MaxItems: maxitems,
    };
  },
});

/** ListResourceRecordSets, in DNS order from a name, type and identifier on. */
export const listRecordSets = readOperation({
  input: z.looseObject({
    Id: z.string(),
    name: z.string().optional(),
    type: z.string().optional(),
    identifier: z.string().optional(),
    maxitems: maxItems(300),
  }),
  resources: ({ Id }) => [plainId(Id)],
  run: ({ Id, name, type, identifier, maxitems = 300 }, { world }) => {
    const zone = world.get(zoneKind, GLOBAL_REGION, plainId(Id));
    if (zone === undefined) throw noSuchHostedZone(plainId(Id));
    const start = name === undefined ? undefined : { Name: name, Type: type ?? "", SetIdentifier: identifier };
    const sets = zone.recordSets.toSorted(compareRecordSets).filter((set) => start === undefined || compareRecordSets(set, start) >= 0);
    const next = sets[maxitems];
    return {
      ResourceRecordSets: { ResourceRecordSet: sets.slice(0, maxitems).map(recordSetXml) },
      IsTruncated: next !== undefined,
      MaxItems: maxitems,
      NextRecordName: next?.Name,
      NextRecordType: next?.Type,
      NextRecordIdentifier: next?.SetIdentifier,
    };
  },
});

const recordSetXml = ({ ResourceRecords, ...set }: RecordSet) => ({
  ...set,
  ResourceRecords: ResourceRecords && { ResourceRecord: ResourceRecords },
});

/** GetChange: PENDING until the change is in sync. */
export const getChange = readOperation({
  input: z.object({ Id: z.string() }),
  resources: ({ Id }) => [plainId(Id)],
  run: ({ Id }, { world, nowMs }) => {
    const change = world.get(changeKind, GLOBAL_REGION, plainId(Id));
    if (change === undefined) throw noSuchChange(plainId(Id));
    return { ChangeInfo: changeXml(change, nowMs) };
  },
  withStatus: (output, status) => ({ ChangeInfo: { ...(output["ChangeInfo"] as object), Status: status } }),
});
