/** Starts stopped instances; done when EC2's own checks of them are ok. */
import { choice } from "../transitions.ts";
import { power, powerHead } from "./instance-power.ts";

/** `ec2_start`. */
export const ec2Start = choice({
  ...powerHead,
  description: "Starts EC2 instances and waits for their status checks",
  failback: { by: "ec2_stop" },
  defaults: { timeoutSeconds: 1_200, heartbeatSeconds: 60, expectedSeconds: 90 },
  kinds: { instance: power("running") },
  kindOf: () => "instance",
});
