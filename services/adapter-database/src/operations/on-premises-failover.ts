/** `database.on_premises_failover`: a named member of a database outside AWS writes, by a declared command or function. */
import { onPremisesConfig, onPremisesResources } from "../on-premises/input.ts";
import { onPremisesMove } from "../on-premises/move.ts";
import { choice } from "../transitions.ts";

/** Planned it is a switchover, unplanned a failover. */
export const onPremisesFailover = choice({
  description:
    "Makes a named member of a database outside AWS the primary: Patroni, Data Guard, InnoDB Cluster, own commands, or a function",
  failback: { by: "on_premises_failover" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60, expectedSeconds: 30 },
  // Every look at a node reads the answer to the one before: close together, they cost little time.
  pollSeconds: 5,
  resources: onPremisesResources,
  config: onPremisesConfig,
  listTargets: ({ resources: { databases } }) => databases.map(({ name }) => name),
  timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
  howToCheck: (name) => `run the status command of ${name} on its node: who is the primary?`,
  kinds: { database: onPremisesMove },
  kindOf: () => "database",
});
