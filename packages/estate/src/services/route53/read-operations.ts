// GetHostedZone, ListHostedZonesByName, ListResourceRecordSets and GetChange.
import type {
  GetChangeResponse,
  GetHostedZoneResponse,
  HostedZone,
  ListHostedZonesByNameResponse,
  ListResourceRecordSetsResponse,
  ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { changeShape } from "./change-shape.ts";
import { changeKind, compareRecordSets, compareText, dnsOrder, plainId, zoneKind, type ZoneRecord } from "./records.ts";
import { invalidInput, noSuchChange, noSuchHostedZone } from "./route53-errors.ts";

/** `MaxItems`: AWS cuts a larger number down to its own limit. */
const maxItems = (most: number) =>
  z
    .int()
    .min(1)
    .default(most)
    .transform((wanted) => Math.min(wanted, most));

const zoneShape = ({ id, name, callerReference, privateZone, recordSets }: ZoneRecord): HostedZone => ({
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
  run: ({ Id }, { world }): GetHostedZoneResponse => {
    const zone = world.get(zoneKind, GLOBAL_REGION, plainId(Id));
    if (zone === undefined) throw noSuchHostedZone(plainId(Id));
    return {
      HostedZone: zoneShape(zone),
      DelegationSet: { NameServers: [1, 2, 3, 4].map((number) => `ns-${number}.simulated-awsdns.invalid`) },
    };
  },
});

/** ListHostedZonesByName, in DNS order from a name on. */
export const listHostedZonesByName = readOperation({
  input: z.object({ DNSName: z.string().optional(), HostedZoneId: z.string().optional(), MaxItems: maxItems(100) }),
  run: ({ DNSName, HostedZoneId, MaxItems }, { world }): ListHostedZonesByNameResponse => {
    const from = DNSName === undefined ? "" : dnsOrder(DNSName);
    const zones = world
      .list(zoneKind, GLOBAL_REGION)
      .toSorted((a, b) => compareText(dnsOrder(a.name), dnsOrder(b.name)) || compareText(a.id, b.id))
      .filter(({ id, name }) => {
        const order = dnsOrder(name);
        return order > from || (order === from && id >= plainId(HostedZoneId ?? ""));
      });
    const next = zones[MaxItems];
    return {
      HostedZones: zones.slice(0, MaxItems).map(zoneShape),
      DNSName,
      HostedZoneId,
      IsTruncated: next !== undefined,
      NextDNSName: next?.name,
      NextHostedZoneId: next?.id,
      MaxItems,
    };
  },
});

/** ListResourceRecordSets, in DNS order from a name, type and identifier on. */
export const listRecordSets = readOperation({
  input: z.object({
    HostedZoneId: z.string(),
    StartRecordName: z.string().optional(),
    StartRecordType: z.string().optional(),
    StartRecordIdentifier: z.string().optional(),
    MaxItems: maxItems(300),
  }),
  resources: ({ HostedZoneId }) => [plainId(HostedZoneId)],
  run: ({ HostedZoneId, StartRecordName, StartRecordType, StartRecordIdentifier, MaxItems }, { world }): ListResourceRecordSetsResponse => {
    const zone = world.get(zoneKind, GLOBAL_REGION, plainId(HostedZoneId));
    if (zone === undefined) throw noSuchHostedZone(plainId(HostedZoneId));
    if (StartRecordType !== undefined && StartRecordName === undefined) throw invalidInput("The input is not valid: type without name");
    const start =
      StartRecordName === undefined
        ? undefined
        : { Name: StartRecordName, Type: StartRecordType ?? "", SetIdentifier: StartRecordIdentifier };
    const sets = zone.recordSets.toSorted(compareRecordSets).filter((set) => start === undefined || compareRecordSets(set, start) >= 0);
    const next = sets[MaxItems];
    return {
      ResourceRecordSets: sets.slice(0, MaxItems) as ResourceRecordSet[],
      IsTruncated: next !== undefined,
      MaxItems,
      NextRecordName: next?.Name,
      NextRecordType: next?.Type as ResourceRecordSet["Type"],
      NextRecordIdentifier: next?.SetIdentifier,
    };
  },
});

/** GetChange: PENDING until the change is in sync. */
export const getChange = readOperation({
  input: z.object({ Id: z.string() }),
  resources: ({ Id }) => [plainId(Id)],
  run: ({ Id }, { world, nowMs }): GetChangeResponse => {
    const change = world.get(changeKind, GLOBAL_REGION, plainId(Id));
    if (change === undefined) throw noSuchChange(plainId(Id));
    return { ChangeInfo: changeShape(change, nowMs) };
  },
  withStatus: (output, status) => ({ ChangeInfo: { ...output.ChangeInfo, Status: status } }),
});
