/** Are launched instances up? Running with both checks passed, or stopped if they are to be launched stopped; and as much of it as the task asks for. */
import type { InstanceAddress, InstanceHealth } from "../ec2-client.ts";
import type { RecoveryConfig } from "../input.ts";

/** What is missing; final once the time or the looks that the task allows are used up. */
export interface HealthProblem {
  readonly message: string;
  readonly isFinal: boolean;
}

interface Looked {
  readonly instanceId: string;
  readonly health: InstanceHealth | undefined;
  readonly address: InstanceAddress | undefined;
  /** Seconds since the launch ended; undefined while it goes on. */
  readonly upSeconds: number | undefined;
}

/** Seconds between two looks at a check that failed. */
const RETRY_SECONDS = 30;

/** What is still missing; undefined when the instance is as it shall be. */
export function unhealthy(
  config: Pick<RecoveryConfig, "serverHealthValidation" | "networkConnectivityCheck" | "healthCheckRetries" | "healthCheckTimeout">,
  launchDisposition: string,
  looked: Looked,
): HealthProblem | undefined {
  const message = missing(config, launchDisposition, looked);
  if (message === undefined) return undefined;
  const { health, upSeconds = 0 } = looked;
  const { healthCheckTimeout, healthCheckRetries } = config;
  const isLate = healthCheckTimeout !== undefined && upSeconds > healthCheckTimeout;
  const isGivenUp = healthCheckRetries !== undefined && isImpaired(health) && upSeconds > healthCheckRetries * RETRY_SECONDS;
  if (isLate)
    return {
      message: `${message} ${Math.round(upSeconds)} s after its launch, healthCheckTimeout is ${healthCheckTimeout} s`,
      isFinal: true,
    };
  if (isGivenUp) return { message: `${message} after ${healthCheckRetries} retries`, isFinal: true };
  return { message, isFinal: false };
}

function missing(
  { serverHealthValidation, networkConnectivityCheck }: Parameters<typeof unhealthy>[0],
  launchDisposition: string,
  { instanceId, health, address }: Looked,
): string | undefined {
  if (!health) return `${instanceId} is not listed by EC2 yet`;
  const { state } = health;
  if (launchDisposition === "STOPPED") return state === "stopped" ? undefined : `${instanceId} is ${state}, waiting for stopped`;
  const checks = `checks ${health.instanceCheck}/${health.systemCheck}`;
  if (state !== "running") return `${instanceId} is ${state}, ${checks}`;
  if (serverHealthValidation !== false && checks !== "checks ok/ok") return `${instanceId} is ${state}, ${checks}`;
  return networkConnectivityCheck === true ? unreachable(instanceId, health.reachability, address) : undefined;
}

function unreachable(instanceId: string, reachability: string, address: InstanceAddress | undefined): string | undefined {
  if (reachability !== "passed") return `${instanceId} is not reachable over the network (${reachability || "EC2 does not say"})`;
  return address?.privateIp === undefined ? `${instanceId} has no private address` : undefined;
}

function isImpaired(health: InstanceHealth | undefined): boolean {
  return health?.instanceCheck === "impaired" || health?.systemCheck === "impaired";
}
