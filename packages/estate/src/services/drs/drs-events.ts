// The EventBridge events of DRS.
import { NEVER_MS } from "../../estate-clock.ts";
import type { WriteCall } from "../../operation.ts";
import { type LaunchJobRecord, type ServerLaunch, sourceServerArn } from "./records.ts";

/** The detail type of a launch's outcome. */
export const LAUNCH_RESULT = "DRS Source Server Launch Result";

/** One event per server when its outcome is known; shape as in the DRS user guide. */
export const announceLaunchResult = (call: WriteCall, { jobId, isDrill }: LaunchJobRecord, launch: ServerLaunch): void => {
  if (launch.endMs === NEVER_MS) return;
  call.announce(launch.endMs, {
    "detail-type": LAUNCH_RESULT,
    source: "aws.drs",
    region: call.region,
    resources: [sourceServerArn(call.region, call.accountId, launch.sourceServerId)],
    detail: {
      state: launch.outcome === "LAUNCHED" ? "RECOVERY_LAUNCH_SUCCEEDED" : "RECOVERY_LAUNCH_FAILED",
      "job-id": jobId,
      "is-drill": isDrill ? "TRUE" : "FALSE",
    },
  });
};
