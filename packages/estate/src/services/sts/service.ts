// The simulated STS: says who the caller is, and lends the roles that a seed names.
import type { GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { assumeRole, stsSeed } from "./assume-role.ts";

const errors: ServiceErrors = {
  invalidInput: "ValidationError",
  unknownAction: "InvalidAction",
  throttled: { code: "Throttling", status: 400 },
  internal: { code: "InternalFailure", status: 500 },
};

/** AWS STS. What an assumed role may do is not checked, and it acts in the one simulated account; the journal tells who acted, as CloudTrail does. */
export const sts = defineService({
  service: "sts",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-sts");
    return sdkProtocol(module, module.STSClient, errors);
  },
  operations: {
    AssumeRole: assumeRole,
    GetCallerIdentity: readOperation({
      input: z.object({}),
      run: (_input, { caller }): GetCallerIdentityResponse => ({ Arn: caller.arn, UserId: caller.userId, Account: caller.account }),
    }),
  },
  seed: stsSeed,
  planResources: () => ({ seed: {} }),
  view: () => ({}),
  quotas: {},
  durations: {},
  events: [],
});
