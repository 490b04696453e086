// The simulated DRS: which operations it has and how it speaks.
import { restJsonProtocol } from "../protocol/aws-json.ts";
import type { Service } from "../service.ts";
import { describeJobLogItems, describeJobs } from "./describe-jobs.ts";
import { describeRecoveryInstances } from "./describe-recovery-instances.ts";
import { describeRecoverySnapshots, describeSourceServers, getLaunchConfiguration } from "./describe-servers.ts";
import { startRecovery } from "./start-recovery.ts";
import { terminateRecoveryInstances } from "./terminate-recovery-instances.ts";

/** Source servers, snapshots, jobs and recovery instances. */
export const drsService: Service = {
  name: "drs",
  protocol: restJsonProtocol,
  errors: {
    invalidInput: "ValidationException",
    unknownAction: "UnknownOperationException",
    throttled: { code: "ThrottlingException", status: 429 },
    internal: { code: "InternalServerException", status: 500 },
  },
  operations: {
    DescribeJobLogItems: describeJobLogItems,
    DescribeJobs: describeJobs,
    DescribeRecoveryInstances: describeRecoveryInstances,
    DescribeRecoverySnapshots: describeRecoverySnapshots,
    DescribeSourceServers: describeSourceServers,
    GetLaunchConfiguration: getLaunchConfiguration,
    StartRecovery: startRecovery,
    TerminateRecoveryInstances: terminateRecoveryInstances,
  },
};
