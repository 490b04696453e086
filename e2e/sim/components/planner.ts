/** The planner: the service's own wiring over ports that fail. */
import { createSayAlive } from "@dr/event-log";
import { createPlanner, type Planner, type PlannerDeps } from "@dr/planner/planner";
import type { Kernel, SimProcess } from "../kernel/process.ts";
import { createSimTelemetry } from "../kernel/silence.ts";
import type { SharedTables } from "../world/tables.ts";
import { tablesFor } from "../world/tables.ts";
import { leadOf } from "./lead.ts";

/** What a planner's process reaches. */
export interface PlannerWorld {
  readonly kernel: Kernel;
  readonly tables: SharedTables;
  readonly maxConcurrentExecutions: number;
  readonly plant: (deps: PlannerDeps) => PlannerDeps;
}

/** What runs in a process of the planner. */
export function startPlanner(world: PlannerWorld, process: SimProcess): Planner {
  const { snapshots, deployments, ...tables } = tablesFor(process, world.tables);
  const telemetry = createSimTelemetry(world.kernel.trace, process.id);
  return createPlanner(
    world.plant({
      ...tables,
      ...(snapshots === undefined ? {} : { snapshots }),
      clock: process.clock,
      sleep: process.sleep,
      random: process.random,
      newCommitId: process.newId,
      lead: leadOf(process, tables.log),
      sayAlive: createSayAlive({ deployments, region: process.region, part: "planner", clock: process.clock, logger: telemetry.logger }),
      maxConcurrentExecutions: world.maxConcurrentExecutions,
      telemetry,
    }),
  );
}
