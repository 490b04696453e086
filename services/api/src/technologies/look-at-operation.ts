/** An operation as the technology's own paths show it. */
import { isTerminal, toExecutionView, type ExecutionState, type Viewer } from "@dr/domain";
import { DrError } from "@dr/events";
import { toOperationResults } from "@dr/evidence";
import type { ApiDeps } from "../deps.ts";
import { loadExecution } from "../executions/find-execution.ts";
import { viewWithProgress, type Progress, type ProgressDeps } from "../executions/progress.ts";
import type { RequestInput } from "../http/route.ts";

/** Which operation is asked for: an execution, or `<executionId>:<taskId>`. */
export interface OperationName {
  readonly technology: string;
  readonly operationId: string;
}

/** The execution of an operation. */
export function executionOf({ operationId }: Pick<OperationName, "operationId">): string {
  return operationId.split(":")[0] ?? "";
}

/** An execution's tasks of one technology, or one of them. Throws `execution.not_found` and `operation.not_found`. */
export async function lookAtOperation(
  deps: ApiDeps,
  { technology, operationId }: OperationName,
  { actor, logger }: Pick<RequestInput, "actor" | "logger">,
) {
  const executionId = executionOf({ operationId });
  const taskId = operationId.split(":")[1];
  const { state, head, requests } = await loadExecution(deps, executionId);
  const view = await viewOf(state, { now: deps.clock.nowIso(), caller: actor }, { readProgress: deps.readProgress, logger, requests });
  const tasks = view.waves
    .flatMap((wave) => wave.technologies.map((task) => ({ waveNumber: wave.waveNumber, ...task })))
    .filter((task) => task.type === technology && (taskId === undefined || task.taskId === taskId));
  if (tasks.length === 0 && (taskId !== undefined || view.waves.length > 0))
    throw new DrError("operation.not_found", `execution ${executionId} has no such task of technology ${technology}`);
  const one = taskId === undefined ? undefined : tasks[0];
  const { status, startedAt, finishedAt } = one ?? view;
  const { planId, executionType, mode, failure, next, rto, rpo, estimatedCompletion } = view;
  return {
    version: head.version,
    isOver: one === undefined ? isTerminal(state) : one.finishedAt !== null,
    results: () => toOperationResults(state, technology, taskId),
    body: {
      operationId,
      executionId,
      planId,
      technology,
      executionType,
      mode,
      status,
      executionStatus: view.status,
      progress: percentOf(tasks),
      estimatedCompletion,
      startedAt,
      finishedAt,
      failure,
      next,
      rto,
      rpo,
      tasks,
    },
  };
}

/** Mean over the tasks, as their adapters last told it; null before they are planned. */
function percentOf(tasks: readonly { readonly status: string; readonly progress?: Progress }[]): number | null {
  if (tasks.length === 0) return null;
  const done = tasks.map(({ status, progress }) => (status === "completed" ? 100 : (progress?.percent ?? 0)));
  return Math.round(done.reduce((sum, percent) => sum + percent, 0) / tasks.length);
}

function viewOf(state: ExecutionState, viewer: Viewer, deps: ProgressDeps) {
  return isTerminal(state) ? Promise.resolve(toExecutionView(state, viewer)) : viewWithProgress(state, viewer, deps);
}
