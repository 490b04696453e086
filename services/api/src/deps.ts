/** What the routes need of the world. Tests pass memory twins. */
import type { ExecutionCommand, ExecutionState, PlanCommand, PlanState } from "@dr/domain";
import type { CommandHandler, EventLog } from "@dr/event-log";
import type { Clock } from "@dr/runtime";
import type { PlanLocks } from "./plan-locks.ts";
import type { ExecutionList, OpenExecutions, PlanList } from "./lists.ts";
import type { TechnologyReader } from "./registry/technology-reader.ts";

/** Everything that routes are built from. */
export interface ApiDeps {
  readonly log: EventLog;
  readonly executions: CommandHandler<ExecutionState, ExecutionCommand>;
  readonly plans: CommandHandler<PlanState, PlanCommand>;
  readonly executionList: ExecutionList;
  readonly openExecutions: OpenExecutions;
  readonly planList: PlanList;
  readonly planLocks: PlanLocks;
  readonly technologies: TechnologyReader;
  readonly clock: Clock;
  readonly about: { readonly region: string; readonly stage: string; readonly estate: "real" | "simulated"; readonly epoch: number };
}
