// The EventBridge events of EC2 instances.
import type { WriteCall } from "../../operation.ts";
import type { InstanceRecord } from "./records.ts";

/** The detail type of a change of state. */
export const STATE_CHANGE = "EC2 Instance State-change Notification";

/** Announces the phases of an instance from a moment on; shape as in the EC2 user guide. */
export const announceState = ({ region, accountId, announce }: WriteCall, { instanceId, phases }: InstanceRecord, fromMs: number): void => {
  for (const phase of phases.filter((one) => one.fromMs >= fromMs)) {
    announce(phase.fromMs, {
      "detail-type": STATE_CHANGE,
      source: "aws.ec2",
      region,
      resources: [`arn:aws:ec2:${region}:${accountId}:instance/${instanceId}`],
      detail: { "instance-id": instanceId, state: phase.state },
    });
  }
};
