/** Tells one execution that time passed. */
import { outstandingOperations, type ExecutionCommand, type ExecutionState } from "@dr/domain";
import type { CommandHandler } from "@dr/event-log";
import type { Clock, Logger } from "@dr/runtime";
import type { OperationStore } from "../operations/operation-store.ts";
import type { ProjectExecution } from "../projection/project.ts";
import type { AsLeader } from "./as-leader.ts";
import { contextOfRun } from "./command-context.ts";

/** What ticking needs. */
export interface TickDeps {
  readonly executions: CommandHandler<ExecutionState, ExecutionCommand>;
  readonly operations: Pick<OperationStore, "lastWords">;
  readonly projectExecution: ProjectExecution;
  readonly clock: Clock;
  readonly random: () => number;
  readonly asLeader: AsLeader;
}

/** What the index says of an execution. It may lag behind. */
export interface DueItem {
  readonly ExecutionId: string;
  readonly version: number;
}

/** Ticks an execution; resolves to whether anything was due. The time in the index is a hint: the decider looks at the fold. */
export type TickExecution = (item: DueItem, run: { readonly runId: string; readonly logger: Logger }) => Promise<boolean>;

/** A ticker. Asks when running operations were last heard of, so that a task that reports progress is not asked needlessly. */
export function createTick(deps: TickDeps): TickExecution {
  const { executions, operations, projectExecution, clock, random, asLeader } = deps;
  return async ({ ExecutionId: executionId, version: indexedVersion }, { runId, logger }) => {
    const { state, head } = await executions.load(executionId);
    const now = clock.nowIso();
    const words = await operations.lastWords(outstandingOperations(state).map(({ operationId }) => operationId));
    const command: ExecutionCommand = { type: "Tick", now, ...words, random: random() };
    const result = await asLeader((epoch) => executions.handle(executionId, command, contextOfRun(runId, epoch)), logger);
    const acted = result !== null && result.commit !== null;
    // An index that lags behind would show this execution as due for ever.
    if (!acted && head.version > indexedVersion) await projectExecution(executionId);
    return acted;
  };
}
