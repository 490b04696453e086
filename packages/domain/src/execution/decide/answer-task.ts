/** What people say about tasks that people do. It is recorded here; their adapter hears it and answers for the task. */
import { isSameRole, MANUAL_TECHNOLOGY, type Assignees } from "@dr/events";
import type { AnswerTask } from "../commands.ts";
import { findPlace, taskAt } from "../lookup.ts";
import { assertOpen, refusal } from "../refuse.ts";
import { emit, startRun } from "../run.ts";
import type { ExecutionState, TaskState } from "../state.ts";
import { isOutstanding } from "../task-status.ts";
import { personOf } from "./approver.ts";
import type { Decide } from "./types.ts";

/**
 * Records the answer of a person. Refused with `task.unknown`, `task.not_manual` (no person does it), `task.not_answerable_now` (it was not asked, or was
 * answered), `task.not_assigned` (somebody else's) and `task.evidence_required`.
 */
export const answerTask: Decide<"AnswerTask"> = (state, command) => {
  assertOpen(state);
  const { outcome, note, evidence, handedTo, actor, now } = command;
  const task = manualTask(state, command.taskId);
  const role = assertMayAnswer(state, task, command);
  const run = startRun(state, now);
  const person = personOf(actor);
  const { taskId, waveNumber } = task.spec;
  emit(run, "ManualTaskAnswered", {
    executionId: state.executionId,
    waveNumber,
    taskId,
    operationId: task.operationId ?? "",
    attempt: task.attempt,
    outcome,
    ...(note === undefined ? {} : { note }),
    evidence: [...evidence],
    ...(handedTo === undefined ? {} : { handedTo }),
    answeredBy: actor.principal,
    ...(person === null || person === actor.principal ? {} : { person }),
    role,
  });
  return run.events;
};

function manualTask(state: ExecutionState, taskId: string): TaskState {
  const place = findPlace(state, taskId);
  if (!place) throw refusal(state, "task.unknown", `the execution has no task ${taskId}`, { taskId });
  const task = taskAt(state, place);
  const { type: technology } = task.spec;
  if (technology !== MANUAL_TECHNOLOGY)
    throw refusal(state, "task.not_manual", `task ${taskId} is done by the technology ${technology}`, { taskId, technology });
  if (isAnswerable(task)) return task;
  const why = task.manual?.answered ? "it is answered" : `it is ${task.status}`;
  throw refusal(state, "task.not_answerable_now", `task ${taskId} waits for nobody: ${why}`, { taskId, taskStatus: task.status });
}

/** The role by which the answer counts. */
function assertMayAnswer(state: ExecutionState, task: TaskState, command: AnswerTask): string {
  const { taskId, outcome, evidence } = command;
  const assignees = assigneesOf(task);
  const role = roleThatCounts(assignees, command);
  if (role === undefined) throw refusal(state, "task.not_assigned", `task ${taskId} is for somebody else`, { taskId, assignees });
  if (outcome === "completed" && task.spec.config["evidence"] === "required" && evidence.length === 0)
    throw refusal(state, "task.evidence_required", `task ${taskId} is complete with evidence only`, { taskId });
  return role;
}

/** True for a task of people that was asked and not answered. */
export function isAnswerable(task: TaskState): boolean {
  return task.spec.type === MANUAL_TECHNOLOGY && isOutstanding(task) && task.manual?.answered !== task.operationId;
}

/** Whose the task is now: whom it was handed on to, or whom the plan names. */
export function assigneesOf({ manual, operationId, spec }: TaskState): Assignees {
  if (manual?.handedTo && manual.operationId === operationId) return manual.handedTo;
  const named = spec.config["assignees"];
  return typeof named === "object" && named !== null ? named : {};
}

/** The role by which somebody may answer; undefined if the task is not theirs. */
export function roleThatCounts(
  { users = [], roles = [], groups = [] }: Assignees,
  { actor, roles: own }: Pick<AnswerTask, "actor" | "roles">,
): string | undefined {
  const anybody = users.length === 0 && roles.length === 0 && groups.length === 0;
  if (anybody || users.includes(actor.principal) || users.includes(personOf(actor) ?? "")) return actor.role;
  return own.find((role) => [...roles, ...groups].some((named) => isSameRole(named, role)));
}
