/** An operation as the technology's own paths show it. */
import { isTerminal, toExecutionView, type ExecutionState, type Viewer } from "@dr/domain";
import { DrError } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import { loadExecution } from "../executions/find-execution.ts";
import { viewWithProgress } from "../executions/progress.ts";
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
  const { state, head } = await loadExecution(deps, executionId);
  const view = await viewOf(deps, state, { viewer: { now: deps.clock.nowIso(), caller: actor }, logger });
  const tasks = view.waves
    .flatMap((wave) => wave.technologies.map((task) => ({ waveNumber: wave.waveNumber, ...task })))
    .filter((task) => task.type === technology && (taskId === undefined || task.taskId === taskId));
  if (tasks.length === 0 && (taskId !== undefined || view.waves.length > 0))
    throw new DrError("operation.not_found", `execution ${executionId} has no such task of technology ${technology}`);
  const one = taskId === undefined ? undefined : tasks[0];
  const { status, startedAt, finishedAt } = one ?? view;
  const { planId, executionType, mode, failure, next, rto, rpo } = view;
  return {
    version: head.version,
    isOver: one === undefined ? isTerminal(state) : one.finishedAt !== null,
    seconds: startedAt && finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 : null,
    body: {
      operationId,
      executionId,
      planId,
      technology,
      executionType,
      mode,
      status,
      executionStatus: view.status,
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

function viewOf(
  { readProgress }: Pick<ApiDeps, "readProgress">,
  state: ExecutionState,
  { viewer, logger }: { readonly viewer: Viewer; readonly logger: RequestInput["logger"] },
) {
  return isTerminal(state) ? Promise.resolve(toExecutionView(state, viewer)) : viewWithProgress(state, viewer, { readProgress, logger });
}
