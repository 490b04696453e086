// The simulated DRS: source servers, snapshots, jobs and recovery instances.
import { defineService } from "../../service.ts";
import { plainRestJson } from "../../wire/plain-rest-json.ts";
import { describeJobLogItems, describeJobs } from "./describe-jobs.ts";
import { describeRecoveryInstances } from "./describe-recovery-instances.ts";
import { describeRecoverySnapshots, describeSourceServers } from "./describe-servers.ts";
import { LAUNCH_RESULT } from "./drs-events.ts";
import { DRS_QUOTAS } from "./drs-quotas.ts";
import {
  DRS_FAILBACK,
  DRS_INITIAL_SYNC,
  DRS_JOB_CLOSE,
  DRS_JOB_PENDING,
  DRS_LAUNCH,
  DRS_STATUS_CHECKS,
  DRS_TERMINATE,
} from "./durations.ts";
import { startFailbackLaunch, stopFailback } from "./failback-launch.ts";
import { getLaunchConfiguration, listLaunchActions } from "./launch-settings.ts";
import { planDrs } from "./plan.ts";
import { reverseReplication } from "./reverse-replication.ts";
import { drsSeed } from "./seed.ts";
import { startRecovery } from "./start-recovery.ts";
import { tagResource, untagResource } from "./tag-resource.ts";
import { terminateRecoveryInstances } from "./terminate-recovery-instances.ts";
import { drsView } from "./view.ts";

/** AWS Elastic Disaster Recovery. */
export const drs = defineService({
  service: "drs",
  errors: {
    invalidInput: "ValidationException",
    unknownAction: "UnknownOperationException",
    throttled: { code: "ThrottlingException", status: 429 },
    internal: { code: "InternalServerException", status: 500 },
  },
  wire: () => Promise.resolve(plainRestJson),
  operations: {
    DescribeJobLogItems: describeJobLogItems,
    DescribeJobs: describeJobs,
    DescribeRecoveryInstances: describeRecoveryInstances,
    DescribeRecoverySnapshots: describeRecoverySnapshots,
    DescribeSourceServers: describeSourceServers,
    GetLaunchConfiguration: getLaunchConfiguration,
    ListLaunchActions: listLaunchActions,
    ReverseReplication: reverseReplication,
    StartFailbackLaunch: startFailbackLaunch,
    StartRecovery: startRecovery,
    StopFailback: stopFailback,
    TagResource: tagResource,
    TerminateRecoveryInstances: terminateRecoveryInstances,
    UntagResource: untagResource,
  },
  seed: drsSeed,
  planResources: planDrs,
  view: drsView,
  quotas: DRS_QUOTAS,
  durations: {
    jobPending: DRS_JOB_PENDING,
    launch: DRS_LAUNCH,
    terminate: DRS_TERMINATE,
    jobClose: DRS_JOB_CLOSE,
    statusChecks: DRS_STATUS_CHECKS,
    initialSync: DRS_INITIAL_SYNC,
    failback: DRS_FAILBACK,
  },
  events: [LAUNCH_RESULT],
});
