// The simulated Route 53. It is one service for all Regions; its control plane answers for us-east-1.
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { changeRecordSets } from "./change-record-sets.ts";
import { ROUTE53_IN_SYNC } from "./durations.ts";
import { getHealthCheck, getHealthCheckStatus, updateHealthCheck } from "./health-checks.ts";
import { planRoute53 } from "./plan-zones.ts";
import { getChange, getHostedZone, listHostedZonesByName, listRecordSets } from "./read-operations.ts";
import { ROUTE53_QUOTAS } from "./route53-quotas.ts";
import { route53Seed } from "./seed.ts";
import { route53View } from "./view.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidInput",
  unknownAction: "InvalidAction",
  malformed: "MalformedInput",
  throttled: { code: "Throttling", status: 400 },
  internal: { code: "InternalError", status: 500 },
};

/** Amazon Route 53: reads and changes of hosted zones and health checks. */
export const route53 = defineService({
  service: "route53",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-route-53");
    return sdkProtocol(module, module.Route53Client, errors);
  },
  operations: {
    ChangeResourceRecordSets: changeRecordSets,
    GetChange: getChange,
    GetHealthCheck: getHealthCheck,
    GetHealthCheckStatus: getHealthCheckStatus,
    GetHostedZone: getHostedZone,
    ListHostedZonesByName: listHostedZonesByName,
    ListResourceRecordSets: listRecordSets,
    UpdateHealthCheck: updateHealthCheck,
  },
  seed: route53Seed,
  planResources: planRoute53,
  view: route53View,
  quotas: ROUTE53_QUOTAS,
  durations: { inSync: ROUTE53_IN_SYNC },
  events: [],
});
