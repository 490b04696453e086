/** The planner: the service's own wiring over ports that fail. */
import { createPlanner, type Planner, type PlannerDeps } from "@dr/planner/planner";
import type { Kernel, SimProcess } from "../kernel/process.ts";
import { createSimTelemetry } from "../kernel/silence.ts";
import type { SharedTables } from "../world/tables.ts";
import { tablesFor } from "../world/tables.ts";

/** What a planner's process reaches. */
export interface PlannerWorld {
  readonly kernel: Kernel;
  readonly tables: SharedTables;
  readonly maxConcurrentExecutions: number;
  readonly plant: (deps: PlannerDeps) => PlannerDeps;
}

/** What runs in a process of the planner. */
export function startPlanner(world: PlannerWorld, process: SimProcess): Planner {
  const { snapshots, ...tables } = tablesFor(process, world.tables);
  return createPlanner(
    world.plant({
      ...tables,
      ...(snapshots === undefined ? {} : { snapshots }),
      clock: process.clock,
      sleep: process.sleep,
      random: process.random,
      newCommitId: process.newId,
      epoch: process.epoch,
      maxConcurrentExecutions: world.maxConcurrentExecutions,
      telemetry: createSimTelemetry(world.kernel.trace, process.id),
    }),
  );
}
