// The simulated Systems Manager.
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { getParameter, getParametersByPath, putParameter } from "./parameter-operations.ts";
import { ssmSeed } from "./seed.ts";
import { ssmView } from "./view.ts";

const errors: ServiceErrors = {
  invalidInput: "ValidationException",
  unknownAction: "UnknownOperationException",
  malformed: "SerializationException",
  throttled: { code: "ThrottlingException", status: 400 },
  internal: { code: "InternalServerError", status: 500 },
};

/** AWS Systems Manager: Parameter Store. */
export const ssm = defineService({
  service: "ssm",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-ssm");
    return sdkProtocol(module, module.SSMClient, errors);
  },
  operations: { GetParameter: getParameter, GetParametersByPath: getParametersByPath, PutParameter: putParameter },
  seed: ssmSeed,
  planResources: () => ({ seed: {} }),
  view: ssmView,
  quotas: {},
  durations: {},
  events: [],
});
