/** Stops running instances. */
import { choice } from "../transitions.ts";
import { power, powerHead } from "./instance-power.ts";

/** `ec2_stop`. */
export const ec2Stop = choice({
  ...powerHead,
  description: "Stops EC2 instances",
  failback: { by: "ec2_start" },
  defaults: { timeoutSeconds: 1_200, heartbeatSeconds: 60, expectedSeconds: 30 },
  kinds: { instance: power("stopped") },
  kindOf: () => "instance",
});
