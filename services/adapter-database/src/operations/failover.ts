/** `database.failover`: clusters to a named instance, Multi-AZ instances to their standby; and the way back. */
import { failoverConfig, failoverResources, listDatabases, parseTarget } from "../input.ts";
import { choice } from "../transitions.ts";
import { clusterFailover } from "./cluster-failover.ts";
import { instanceFailover } from "./instance-failover.ts";

/** Fails databases over inside their Region. */
export const failover = choice({
  description: "Fails Aurora and Multi-AZ DB clusters over to a named instance, and Multi-AZ DB instances to their standby",
  failback: { by: "failback" },
  drill: { kind: "skipped", unless: ({ drill }) => drill?.allowDisruptive === true },
  defaults: { timeoutSeconds: 900, heartbeatSeconds: 60, expectedSeconds: 25 },
  howToCheck: (target) => `aws rds describe-db-${parseTarget(target, undefined).kind}s: who is the writer, or in which zone is ${target}?`,
  pollSeconds: 5,
  resources: failoverResources,
  config: failoverConfig,
  listTargets: ({ resources }) => listDatabases(resources),
  timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
  kinds: { cluster: clusterFailover, instance: instanceFailover },
  kindOf: (target) => parseTarget(target, undefined).kind,
});
