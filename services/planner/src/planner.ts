/** The planner, wired: everything it does, over ports. Lambda handlers, tests and the simulation build it alike. */
import { createAdmission } from "@dr/admission";
import { executionDecider, planDecider, toHistoryItem, type ExecutionState, type PlanState } from "@dr/domain";
import {
  createCommandHandler,
  createStateCache,
  type EventLog,
  type HistoryStore,
  type Lead,
  type LeaseStore,
  type PlanCatalog,
  type SayAlive,
  type SnapshotPolicy,
  type StateCache,
  type TimeFeed,
} from "@dr/event-log";
import { resolveNothing, type ResolveTagFilters } from "@dr/discovery";
import type { FindDefinition } from "@dr/events";
import type { Clock, NewId, Sleep, Telemetry } from "@dr/runtime";
import type { OperationStore } from "./operations/operation-store.ts";
import { createAsLeader } from "./process/as-leader.ts";
import { createAdmitNext } from "./process/admit-next.ts";
import { createExecutionEnded } from "./process/execution-ended.ts";
import { createHoldLeases } from "./process/hold-leases.ts";
import { createPlanExecution } from "./process/plan-execution.ts";
import { createReconcile } from "./process/reconcile.ts";
import { createRecordFact } from "./process/record-fact.ts";
import { createSweep } from "./process/sweep.ts";
import { createTick } from "./process/tick.ts";
import { createProjectExecution, createProjectStream } from "./projection/project.ts";

/** What a planner is built from. `random` gives numbers in [0,1); */
export interface PlannerDeps {
  readonly log: EventLog;
  readonly feed: TimeFeed;
  readonly history: HistoryStore;
  readonly catalog: PlanCatalog;
  readonly leases: LeaseStore;
  readonly operations: OperationStore;
  /** Default: nobody does, and plans that select by tags are refused. */
  readonly resolveTagFilters?: ResolveTagFilters;
  readonly snapshots?: SnapshotPolicy | undefined;
  readonly caches?: { readonly executions: StateCache<ExecutionState>; readonly plans: StateCache<PlanState> };
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly newCommitId: NewId;
  /** Whether this Region leads, and under which epoch. */
  readonly lead: Lead;
  /** Says after each sweep that this planner is there. Default: nobody hears it. */
  readonly sayAlive?: SayAlive;
  readonly maxConcurrentExecutions: number;
  /** Seconds of a simulated estate in a real one. Default: 1, a real estate. */
  readonly timeScale?: number;
  /** Days that an ended execution stays in the list. Default: 0, for ever. */
  readonly keepDays?: number;
  readonly telemetry: Telemetry;
  /** What decides; the simulation plants bugs here. Default: the real one. */
  readonly decider?: typeof executionDecider;
  /** Versions and upcasters of the events; tests of old streams bring their own. Default: those of @dr/events. */
  readonly findDefinition?: FindDefinition;
}

/** More commits than most executions have: those are known after one request. Of a longer one little is read in vain before its snapshot. */
const COMMITS_AT_ONCE = 100;

/** A planner. Each part may be called any number of times and in any order; what has been done is not done again. */
export type Planner = ReturnType<typeof createPlanner>;

/** Builds a planner. */
export function createPlanner(given: PlannerDeps) {
  const {
    telemetry,
    history,
    snapshots,
    caches = { executions: createStateCache<ExecutionState>(), plans: createStateCache<PlanState>() },
  } = given;
  const { metrics, logger } = telemetry;
  const { log, clock, sleep, newCommitId, random: jitter, findDefinition } = given;
  const streams = { log, clock, sleep, newCommitId, jitter, logger, findDefinition };
  const executions = createCommandHandler({
    ...streams,
    ...(snapshots === undefined ? {} : { snapshots }),
    decider: given.decider ?? executionDecider,
    toStreamId: (executionId) => `EXEC#${executionId}`,
    cache: caches.executions,
    // Nearly all that happens to a running execution is recorded here.
    triesRemembered: true,
    endFirst: COMMITS_AT_ONCE,
    onAppended: async (state, commit) => {
      await history.put(toHistoryItem(state, commit.lastVersion));
    },
  });
  const plans = createCommandHandler({ ...streams, decider: planDecider, toStreamId: (planId) => `PLAN#${planId}`, cache: caches.plans });

  const asLeader = createAsLeader({ lead: given.lead, metrics });
  const deps = { ...given, metrics, executions, plans, asLeader };
  const projectExecution = createProjectExecution(deps);
  const projectStream = createProjectStream(deps);
  const admission = createAdmission({ ...deps, onDeadReleased: () => deps.metrics.count("DeadLeaseReleased") });
  const admitNext = createAdmitNext({ ...deps, admission });
  const { resolveTagFilters = resolveNothing, timeScale = 1 } = given;
  const planExecution = createPlanExecution({ ...deps, admission, admitNext, resolveTagFilters, timeScale });
  const holdLeases = createHoldLeases({ ...deps, admission });
  const tick = createTick({ ...deps, projectExecution });
  return {
    executions,
    plans,
    recordFact: createRecordFact(deps),
    planExecution,
    admitNext,
    executionEnded: createExecutionEnded({ ...deps, admitNext }),
    holdLeases,
    sweep: createSweep({ ...deps, tick, planExecution, admitNext }),
    projectStream,
    reconcile: createReconcile({ ...deps, keepDays: given.keepDays ?? 0, projectStream, holdLeases }),
  };
}
