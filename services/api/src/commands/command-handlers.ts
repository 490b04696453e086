/** Commands to executions and plans, and what follows an append. Loaded with the first request for one of either: with them come all rules by which they go on. */
import {
  EXECUTION_STATE_VERSION,
  executionDecider,
  planDecider,
  toCatalogItem,
  toHistoryItem,
  type ExecutionCommand,
  type ExecutionState,
  type PlanCommand,
  type PlanState,
} from "@dr/domain";
import { createCommandHandler, createStateCache, type CommandHandler } from "@dr/event-log";
import type { AppDeps } from "../app-deps.ts";
import { executionStream, planStream } from "../streams.ts";
import { commandDeps } from "./command-deps.ts";

/** Executions. The list is written right after each append; the projector repairs what a crash leaves out. */
export function createExecutionHandler(deps: AppDeps): CommandHandler<ExecutionState, ExecutionCommand> {
  const { history, snapshots, decider = executionDecider } = deps;
  return createCommandHandler({
    ...commandDeps(deps),
    decider,
    toStreamId: executionStream,
    cache: createStateCache<ExecutionState>(),
    ...(snapshots === undefined ? {} : { snapshots: { ...snapshots, stateVersion: EXECUTION_STATE_VERSION } }),
    endFirst: Number.POSITIVE_INFINITY,
    onAppended: async (state, commit) => void (await history.put(toHistoryItem(state, commit.lastVersion))),
  });
}

/** Plans, and the catalog in the same way. */
export function createPlanHandler(deps: AppDeps): CommandHandler<PlanState, PlanCommand> {
  return createCommandHandler({
    ...commandDeps(deps),
    decider: planDecider,
    toStreamId: planStream,
    cache: createStateCache<PlanState>({ maxStreams: 50 }),
    onAppended: async (state, commit) => {
      const item = toCatalogItem(state, commit.lastVersion);
      if (item) await deps.planCatalog.put({ ...item });
    },
  });
}
