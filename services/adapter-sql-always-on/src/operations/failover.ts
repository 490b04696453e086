/** `sql_always_on.failover` and `sql_always_on.failback`: make a replica the primary of its availability group. */
import { drillWith, onlyLooksInDrill, undoingWith } from "@dr/adapter-kit";
import { classifySql } from "../api/sql-error.ts";
import { raiseMode, restoreMode } from "../failover/commit-mode.ts";
import { drillSnapshot, wantedOf } from "../failover/drill-snapshot.ts";
import { move } from "../failover/move.ts";
import { failoverConfig, groupResources, type GroupResources } from "../input.ts";
import { choice } from "../transitions.ts";

type Input = { readonly resources: GroupResources };

const ORDER = ["sync:target", "sync:primary", "failover", "restore:target", "restore:primary"];
const toTarget = ({ resources }: Input, stage: string): string =>
  stage === "failover" ? `failover:${resources.availabilityGroup}` : stage;

const shared = {
  defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60, expectedSeconds: 10 },
  pollSeconds: 2,
  resources: groupResources,
  config: failoverConfig,
  classify: classifySql,
  listTargets: (input: Input) => ORDER.map((stage) => toTarget(input, stage)),
  after: (target: string, input: Input) => {
    const all = ORDER.map((stage) => toTarget(input, stage));
    return all.slice(0, all.indexOf(target));
  },
  kindOf: (target: string) => (target.startsWith("failover:") ? "failover" : target),
  howToCheck: (target: string) =>
    `SELECT role_desc FROM sys.dm_hadr_availability_replica_states WHERE is_local = 1, on the target (${target})`,
};
const modes = {
  "sync:target": onlyLooksInDrill(raiseMode("target")),
  "sync:primary": onlyLooksInDrill(raiseMode("primary")),
  "restore:target": onlyLooksInDrill(restoreMode("target")),
  "restore:primary": onlyLooksInDrill(restoreMode("primary")),
};

/** Planned without loss of data; unplanned forced, with what the target has not received given up. */
export const failover = choice({
  ...shared,
  description: "Makes a replica the primary of its availability group",
  drill: { kind: "isolated_copy" },
  failback: { by: "failback" },
  kinds: { ...modes, failover: drillWith(move, drillSnapshot) },
  cleanup: undoingWith(
    (target) => (target.startsWith("failover:") ? drillSnapshot : undefined),
    (_target, originals) => originals.flatMap((original) => wantedOf(original).snapshots.map(({ name }) => `database snapshot ${name}`)),
  ),
  pointOfNoReturn: "a forced failover gives up what the target has not received",
});

/** The same statements in the other direction, planned alone; what was suspended is resumed before, by its own operation. */
export const failback = choice({
  ...shared,
  description: "Makes the former primary the primary of its availability group again",
  drill: { kind: "skipped" },
  failback: { by: "failover" },
  kinds: { ...modes, failover: move },
});
