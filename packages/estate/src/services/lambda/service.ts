// The simulated Lambda: functions that answer what a seed says.
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { getMapping, MAPPING_CHANGE, mappingKind, mappingStateAt, updateMapping } from "./event-sources.ts";
import { getFunction } from "./get-function.ts";
import { invoke } from "./invoke.ts";
import { planLambda } from "./plan.ts";
import { functionKind } from "./records.ts";
import { lambdaSeed } from "./seed.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidParameterValueException",
  unknownAction: "UnknownOperationException",
  malformed: "InvalidRequestContentException",
  throttled: { code: "TooManyRequestsException", status: 429 },
  internal: { code: "ServiceException", status: 500 },
};

/** AWS Lambda. */
export const lambda = defineService({
  service: "lambda",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-lambda");
    return sdkProtocol(module, module.LambdaClient, errors);
  },
  operations: { GetEventSourceMapping: getMapping, GetFunction: getFunction, Invoke: invoke, UpdateEventSourceMapping: updateMapping },
  seed: lambdaSeed,
  planResources: planLambda,
  view: (world, { nowMs }) => ({
    eventSourceMappings: everywhere(world, mappingKind).map(({ region, body }) => ({
      region,
      uuid: body.uuid,
      state: mappingStateAt(body, nowMs),
    })),
    functions: everywhere(world, functionKind).map(({ region, body: { name, invocations } }) => ({ region, name, invocations })),
  }),
  quotas: {},
  durations: { mappingChange: MAPPING_CHANGE },
  events: [],
});
