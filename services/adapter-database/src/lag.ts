/** How far a secondary is behind. Lag is told by CloudWatch alone; whatever goes wrong there must not stand in the way of a failover. */
import type { TaskContext } from "@dr/adapter-kit";
import type { DatabaseClients } from "./clients.ts";
import type { Lag, LagMetric } from "./lag-client.ts";

/** Nobody knows. */
export const NO_LAG: Lag = { seconds: null, sampledAt: null };

/** The newest sample of a series in its Region, or that nobody knows. */
export async function lagNow(
  { clients, now }: Pick<TaskContext<DatabaseClients>, "clients" | "now">,
  region: string | undefined,
  metric: LagMetric,
): Promise<Lag> {
  try {
    return await clients.lag(region).readLag(metric, now);
  } catch {
    return NO_LAG;
  }
}

/** A series of AWS/RDS that tells, of one instance, by how many seconds it is behind. */
export function ofInstance(name: string, instanceId: string): LagMetric {
  return { namespace: "AWS/RDS", name, dimensions: { DBInstanceIdentifier: instanceId.toLowerCase() }, unit: "seconds" };
}
