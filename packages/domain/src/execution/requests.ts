/** What is asked of adapters. */
import { environmentSchema, type EventData, type Phase, type TaskRequest } from "@dr/events";
import { must } from "./must.ts";
import { operationIdOf } from "./operation-id.ts";
import type { ExecutionState, TaskState } from "./state.ts";
import { addSeconds } from "./time.ts";

/** Fields that every request to an adapter carries beside the task. */
export type RequestContext = Omit<EventData<"TechnologyRequested">, "task">;

/** The context of a request about a task of this wave; it carries the mode of today, not that of the start. */
export function contextOf(state: ExecutionState, waveNumber: number): RequestContext {
  const { executionId, planId, executionType, mode } = state;
  return { executionId, planId, waveNumber, executionType, mode, ...environmentOf(state) };
}

/** A tag that is no name of an environment chooses none. */
function environmentOf({ request }: ExecutionState): { readonly environment?: string } {
  const tag = environmentSchema.safeParse(request?.tags["Environment"]);
  return tag.success ? { environment: tag.data } : {};
}

/** The next attempt of `phase`. Its deadline counts from `now`. */
export function newRequest(state: ExecutionState, task: TaskState, phase: Phase, now: string): TaskRequest {
  const attempt = task.attempts[phase] + 1;
  return {
    ...fieldsOf(task),
    operationId: operationOf(state, task, phase, attempt),
    phase,
    attempt,
    deadlineAt: addSeconds(now, task.spec.timeoutSeconds),
    ...(phase === "execute" ? {} : undoneBy(state, task)),
  };
}

/** The attempt that is outstanding, as it was asked: same id, same deadline. */
export function sameRequest(state: ExecutionState, task: TaskState): TaskRequest {
  return {
    ...fieldsOf(task),
    operationId: must(task.operationId, "operation of an outstanding task"),
    phase: task.phase,
    attempt: task.attempt,
    deadlineAt: must(task.deadlineAt, "deadline of an outstanding task"),
    ...(task.phase === "execute" ? {} : undoneBy(state, task)),
  };
}

/** Operation id of one attempt of a task. */
export function operationOf(state: ExecutionState, task: TaskState, phase: Phase, attempt: number): string {
  const { taskId, waveNumber, operation } = task.spec;
  return operationIdOf({ executionId: state.executionId, waveNumber, taskId, operation, phase, attempt });
}

type TaskFields = Pick<
  TaskRequest,
  "taskId" | "type" | "operation" | "resources" | "config" | "validation" | "target" | "heartbeatSeconds"
>;

function fieldsOf({ spec }: TaskState): TaskFields {
  const { taskId, type, operation, resources, config, validation, target, heartbeatSeconds } = spec;
  return { taskId, type, operation, resources, config, validation, ...(target === undefined ? {} : { target }), heartbeatSeconds };
}

/** An attempt that failed half-way may have left something behind too, so all attempts are named. */
function undoneBy(state: ExecutionState, task: TaskState): Pick<TaskRequest, "undoes" | "undoesEarlier"> {
  const made = Array.from({ length: task.attempts.execute }, (_, index) => operationOf(state, task, "execute", index + 1));
  const undoes = task.effectOperationId ?? must(made.at(-1), "an execute attempt to undo");
  const earlier = made.filter((operationId) => operationId !== undoes);
  return earlier.length > 0 ? { undoes, undoesEarlier: earlier } : { undoes };
}
