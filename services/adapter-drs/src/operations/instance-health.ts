/** Are launched instances up? Running with both checks passed, or stopped if they are to be launched stopped. */
import type { InstanceHealth } from "../ec2-client.ts";

/** What is still missing, in words; undefined when the instance is as it shall be. */
export function missingHealth(instanceId: string, launchDisposition: string, health: InstanceHealth | undefined): string | undefined {
  if (!health) return `${instanceId} is not listed by EC2 yet`;
  const { state, instanceCheck, systemCheck } = health;
  if (launchDisposition === "STOPPED") return state === "stopped" ? undefined : `${instanceId} is ${state}, waiting for stopped`;
  if (state === "running" && instanceCheck === "ok" && systemCheck === "ok") return undefined;
  return `${instanceId} is ${state}, checks ${instanceCheck}/${systemCheck}`;
}
