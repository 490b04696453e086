// The simulated Resource Groups Tagging API: what has which tags.
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { getResources } from "./get-resources.ts";
import { nameTagged, planTagging } from "./plan.ts";
import { taggedKind } from "./records.ts";
import { taggingSeed } from "./seed.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidParameterException",
  unknownAction: "UnknownOperationException",
  throttled: { code: "ThrottledException", status: 400 },
  internal: { code: "InternalServiceException", status: 500 },
};

/** AWS Resource Groups Tagging API. */
export const tagging = defineService({
  service: "tagging",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-resource-groups-tagging-api");
    return sdkProtocol(module, module.ResourceGroupsTaggingAPIClient, errors);
  },
  operations: { GetResources: getResources },
  seed: taggingSeed,
  nameTasks: nameTagged,
  planResources: planTagging,
  view: (world) => ({ resources: everywhere(world, taggedKind).map(({ body }) => body) }),
  quotas: {},
  durations: {},
  events: [],
});
