// The simulated EC2: the recovery instances that DRS launched.
import { defineService, type ServiceErrors } from "../../service.ts";
import { NOTHING_TO_SEED } from "../../seeding/seed-words.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { describeInstances } from "./describe-instances.ts";
import { describeInstanceStatus } from "./describe-instance-status.ts";
import { ec2View } from "./view.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidParameterValue",
  unknownAction: "InvalidAction",
  throttled: { code: "RequestLimitExceeded", status: 503 },
  internal: { code: "InternalError", status: 500 },
};

/** Amazon EC2. */
export const ec2 = defineService({
  service: "ec2",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-ec2");
    return sdkProtocol(module, module.EC2Client, errors);
  },
  operations: { DescribeInstances: describeInstances, DescribeInstanceStatus: describeInstanceStatus },
  seed: NOTHING_TO_SEED,
  planResources: () => ({ seed: {} }),
  view: ec2View,
  quotas: {},
  durations: {},
  events: [],
});
