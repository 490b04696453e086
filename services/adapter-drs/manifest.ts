/** What the DRS adapter needs from its platform. */
import { adapterManifest, type AdapterIam } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { launchRights } from "./src/launch-rights.ts";
import { recovery } from "./src/operations/recovery.ts";

const reads: readonly AdapterIam[] = [
  {
    actions: ["drs:DescribeSourceServers", "drs:DescribeJobs", "drs:DescribeRecoveryInstances"],
    noResourceLevelSupport:
      "DRS authorises its list actions on no resource (service authorization reference, AWS Elastic Disaster Recovery)",
  },
  {
    actions: ["drs:DescribeRecoverySnapshots", "drs:GetLaunchConfiguration"],
    arns: ["arn:${partition}:drs:*:${account}:source-server/*"],
  },
  { actions: ["drs:DescribeJobLogItems"], arns: ["arn:${partition}:drs:*:${account}:job/*"] },
];

/** The DRS adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-drs",
  technology: "drs",
  version: "1.0.0",
  description: "Launches DRS source servers as drill or recovery instances",
  operations: { recovery },
  iam: [
    ...reads,
    { actions: ["drs:StartRecovery"], arns: ["arn:${partition}:drs:*:${account}:source-server/*"] },
    { actions: ["drs:TerminateRecoveryInstances"], arns: ["arn:${partition}:drs:*:${account}:recovery-instance/*"] },
    // DRS tags what it launches in its caller's name.
    {
      actions: ["drs:TagResource"],
      arns: ["arn:${partition}:drs:*:${account}:recovery-instance/*", "arn:${partition}:drs:*:${account}:job/*"],
    },
    ...launchRights,
  ],
  queries: { iam: reads },
  // A job has up to 100 servers, and each is looked at before it is launched.
  sizing: { timeoutSeconds: 120 },
});
