// The simulated STS: says who the caller is.
import type { GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { z } from "zod";
import { readOperation } from "../../operation.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { NOTHING_TO_SEED } from "../../seeding/seed-words.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";

const errors: ServiceErrors = {
  invalidInput: "ValidationError",
  unknownAction: "InvalidAction",
  throttled: { code: "Throttling", status: 400 },
  internal: { code: "InternalFailure", status: 500 },
};

/** AWS STS: GetCallerIdentity only; roles are not assumed in the simulation. */
export const sts = defineService({
  service: "sts",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-sts");
    return sdkProtocol(module, module.STSClient, errors);
  },
  operations: {
    GetCallerIdentity: readOperation({
      input: z.object({}),
      run: (_input, { caller }): GetCallerIdentityResponse => ({ Arn: caller.arn, UserId: caller.userId, Account: caller.account }),
    }),
  },
  seed: NOTHING_TO_SEED,
  planResources: () => ({ seed: {} }),
  view: () => ({}),
  quotas: {},
  durations: {},
  events: [],
});
