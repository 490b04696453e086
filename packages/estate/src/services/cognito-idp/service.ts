// The simulated Cognito user pools: users who log in, as an existing DRS solution wants of its callers.
import * as z from "zod";
import { bodyText, type EstateRequest, headerOf } from "../../http-message.ts";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { adminInitiateAuth, initiateAuth } from "./log-in.ts";
import { poolKind } from "./records.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidParameterException",
  unknownAction: "UnknownOperationException",
  throttled: { code: "TooManyRequestsException", status: 400 },
  internal: { code: "InternalErrorException", status: 500 },
};

/** Amazon Cognito user pools. Tokens are no JWTs: who takes them looks them up. */
export const cognitoIdp = defineService({
  service: "cognito-idp",
  errors,
  // InitiateAuth is the one call that nobody signs: its app client says where it belongs.
  claim: (request, world) => {
    if (headerOf(request, "x-amz-target") !== "AWSCognitoIdentityProviderService.InitiateAuth") return undefined;
    const clientId = clientIdOf(request);
    const found = everywhere(world, poolKind).find(({ body }) => body.clientId === clientId);
    return { region: found?.region ?? "us-east-1", accessKeyId: clientId };
  },
  wire: async () => {
    const module = await import("@aws-sdk/client-cognito-identity-provider");
    return sdkProtocol(module, module.CognitoIdentityProviderClient, errors);
  },
  operations: { AdminInitiateAuth: adminInitiateAuth, InitiateAuth: initiateAuth },
  seed: {
    schema: z.strictObject({
      pools: z
        .array(
          z.strictObject({
            id: z.string().regex(/^[\w-]+_[0-9a-zA-Z]+$/u, "expected the id of a user pool, such as us-east-1_abc"),
            clientId: seedIdentifier,
            users: z.array(z.strictObject({ name: seedIdentifier, password: z.string().min(8) })).default([]),
            region: seedRegion,
          }),
        )
        .default([]),
    }),
    apply({ pools }, { seeder, region: usual }) {
      for (const { region = usual, ...pool } of pools)
        seeder.add(poolKind, { service: "cognito-idp", kind: "user-pool", region, id: pool.id, name: pool.id }, () => pool);
    },
  },
  planResources: () => ({ seed: {} }),
  view: (world) => ({
    pools: everywhere(world, poolKind).map(({ region, body: { id, users } }) => ({ region, id, users: users.map(({ name }) => name) })),
  }),
  quotas: {},
  durations: {},
  events: [],
});

const clientIdOf = (request: EstateRequest): string => /"ClientId"\s*:\s*"([^"]*)"/u.exec(bodyText(request))?.[1] ?? "";
