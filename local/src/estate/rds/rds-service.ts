// The simulated RDS: which operations it has and how it speaks.
import { awsQueryProtocol } from "../protocol/aws-query.ts";
import type { Service } from "../service.ts";
import { describeClusters } from "./describe-clusters.ts";
import { describeEvents } from "./describe-events.ts";
import { describeGlobalClusters } from "./describe-global-clusters.ts";
import { describeInstances } from "./describe-instances.ts";
import { failoverCluster } from "./failover-cluster.ts";
import { rebootInstance } from "./reboot-instance.ts";

/** Describes, Aurora failover and reboot. */
export const rdsService: Service = {
  name: "rds",
  protocol: awsQueryProtocol("http://rds.amazonaws.com/doc/2014-10-31/"),
  errors: {
    invalidInput: "InvalidParameterValue",
    unknownAction: "InvalidAction",
    throttled: { code: "Throttling", status: 400 },
    internal: { code: "InternalFailure", status: 500 },
  },
  operations: {
    DescribeDBClusters: describeClusters,
    DescribeDBInstances: describeInstances,
    DescribeEvents: describeEvents,
    DescribeGlobalClusters: describeGlobalClusters,
    FailoverDBCluster: failoverCluster,
    RebootDBInstance: rebootInstance,
  },
};
