// The simulated EC2: the recovery instances that DRS launched, and nothing else.
import { ec2QueryProtocol } from "../protocol/ec2-query.ts";
import type { Service } from "../service.ts";
import { describeInstances, describeInstanceStatus } from "./describe-instances.ts";

/** DescribeInstances and DescribeInstanceStatus. */
export const ec2Service: Service = {
  name: "ec2",
  protocol: ec2QueryProtocol,
  errors: {
    invalidInput: "InvalidParameterValue",
    unknownAction: "InvalidAction",
    throttled: { code: "RequestLimitExceeded", status: 503 },
    internal: { code: "InternalError", status: 500 },
  },
  operations: { DescribeInstances: describeInstances, DescribeInstanceStatus: describeInstanceStatus },
};
