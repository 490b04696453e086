/** Are the launched instances up? Running with both checks passed, or stopped if they are to be launched stopped. */
import type { RecoveryInstanceFacts } from "../drs-client.ts";
import type { LaunchPre, RecoveryContext } from "../preflight.ts";

/** Health of all instances of a job; `waitingFor` names those that are not there yet. */
export async function healthOf(
  { clients, config }: RecoveryContext,
  pre: LaunchPre,
  instances: readonly RecoveryInstanceFacts[],
): Promise<{ readonly ready: boolean; readonly waitingFor: string }> {
  const stopped = new Set(
    pre.servers.filter(({ launchDisposition }) => launchDisposition === "STOPPED").map(({ sourceServerId }) => sourceServerId),
  );
  const seen = await clients.ec2(config.region).describeHealth(instances.map(({ recoveryInstanceId }) => recoveryInstanceId));
  const healthById = new Map(seen.map((health) => [health.instanceId, health]));
  const waiting = instances.flatMap(({ recoveryInstanceId, sourceServerId }) => {
    const health = healthById.get(recoveryInstanceId);
    if (!health) return [`${recoveryInstanceId} not listed`];
    if (stopped.has(sourceServerId)) return health.state === "stopped" ? [] : [`${recoveryInstanceId} ${health.state}`];
    const { state, instanceCheck, systemCheck } = health;
    const passed = state === "running" && instanceCheck === "ok" && systemCheck === "ok";
    return passed ? [] : [`${recoveryInstanceId} ${state}, checks ${instanceCheck}/${systemCheck}`];
  });
  return { ready: waiting.length === 0, waitingFor: `waiting for ${waiting.slice(0, 5).join("; ")}` };
}
