// The simulated STS: says who the caller is.
import { z } from "zod";
import { readOperation } from "../operation.ts";
import { awsQueryProtocol } from "../protocol/aws-query.ts";
import type { Service } from "../service.ts";

/** GetCallerIdentity only: roles are not assumed in the simulation. */
export const stsService: Service = {
  name: "sts",
  protocol: awsQueryProtocol("https://sts.amazonaws.com/doc/2011-06-15/"),
  errors: {
    invalidInput: "ValidationError",
    unknownAction: "InvalidAction",
    throttled: { code: "Throttling", status: 400 },
    internal: { code: "InternalFailure", status: 500 },
  },
  operations: {
    GetCallerIdentity: readOperation({
      input: z.looseObject({}),
      run: (_input, { caller }) => ({ Arn: caller.arn, UserId: caller.userId, Account: caller.account }),
    }),
  },
};
