// The simulated Route 53. It is one service for all Regions; its control plane answers for us-east-1.
import { type RestRoute, restXmlProtocol } from "../protocol/rest-xml.ts";
import type { Service } from "../service.ts";
import { changeRecordSets } from "./change-record-sets.ts";
import { getChange, getHostedZone, listHostedZonesByName, listRecordSets } from "./read-operations.ts";

const ROUTES: readonly RestRoute[] = [
  { action: "ChangeResourceRecordSets", method: "POST", path: /^\/2013-04-01\/hostedzone\/(?<Id>[^/]+)\/rrset\/?$/u },
  { action: "ListResourceRecordSets", method: "GET", path: /^\/2013-04-01\/hostedzone\/(?<Id>[^/]+)\/rrset\/?$/u },
  { action: "GetHostedZone", method: "GET", path: /^\/2013-04-01\/hostedzone\/(?<Id>[^/]+)\/?$/u },
  { action: "ListHostedZonesByName", method: "GET", path: /^\/2013-04-01\/hostedzonesbyname\/?$/u },
  { action: "GetChange", method: "GET", path: /^\/2013-04-01\/change\/(?<Id>[^/]+)\/?$/u },
];

/** Reads and changes of hosted zones. */
export const route53Service: Service = {
  name: "route53",
  protocol: restXmlProtocol("https://route53.amazonaws.com/doc/2013-04-01/", ROUTES),
  errors: {
    invalidInput: "InvalidInput",
    unknownAction: "InvalidAction",
    throttled: { code: "Throttling", status: 400 },
    internal: { code: "InternalError", status: 500 },
  },
  operations: {
    ChangeResourceRecordSets: changeRecordSets,
    GetChange: getChange,
    GetHostedZone: getHostedZone,
    ListHostedZonesByName: listHostedZonesByName,
    ListResourceRecordSets: listRecordSets,
  },
};
