/** The requests that a person could make of an execution, each as a command for the decider and as a request for the API. */
import type { CommandActor, ExecutionCommand } from "../commands.ts";
import { assigneesOf, isAnswerable, roleThatCounts } from "../decide/answer-task.ts";
import { closedGateBefore } from "../decide/behind-gate.ts";
import { isRetryable, isSkippable } from "../decide/operator.ts";
import { placeOf, waveAt } from "../lookup.ts";
import { isTerminal } from "../refuse.ts";
import type { ExecutionState, Place, TaskState } from "../state.ts";
import { ACTION_ROLES, SOMEBODY, type ActionName } from "./action-roles.ts";

/** Who asks, and when. */
export interface AskedBy {
  readonly actor: CommandActor;
  readonly now: string;
}

/** One kind of request. `tasks` are those that it may be about, the likeliest first, for kinds that are about one task. */
export interface Candidate {
  readonly action: ActionName;
  readonly tasks?: (caller: CommandActor | undefined) => readonly string[];
  readonly toCommand: (by: AskedBy, taskId?: string) => ExecutionCommand;
  readonly toRequest: (taskId?: string) => {
    readonly method: "PUT" | "POST" | "DELETE";
    readonly path: string;
    readonly body: Readonly<Record<string, unknown>> | null;
  };
}

const WHY = "why you do this";

/** All kinds of request, whatever the state. */
export function candidatesOf(state: ExecutionState): readonly Candidate[] {
  const path = `/api/v1/executions/${state.executionId}`;
  const mode = state.mode === "planned" ? "unplanned" : "planned";
  const verb = (action: ActionName, type: "PauseExecution" | "ResumeExecution" | "CancelExecution"): Candidate => ({
    action,
    toCommand: (by) => ({ type, ...by, reason: WHY }),
    toRequest: () => ({ method: "PUT", path: `${path}/${action}`, body: { reason: WHY } }),
  });
  return [
    verb("resume", "ResumeExecution"),
    ...decisions(state, path),
    answers(state),
    onTasks(state, "retry_task"),
    onTasks(state, "skip_task"),
    {
      action: "redrive",
      toCommand: (by) => ({ type: "RedriveExecution", ...by, reason: WHY }),
      toRequest: () => ({ method: "POST", path: `${path}/redrive`, body: { reason: WHY } }),
    },
    {
      action: "rollback",
      toCommand: (by) => ({ type: "RollbackExecution", ...by, reason: WHY }),
      toRequest: () => ({ method: "POST", path: `${path}/rollback`, body: { reason: WHY } }),
    },
    verb("pause", "PauseExecution"),
    {
      action: "withdraw_pause",
      toCommand: (by) => ({ type: "WithdrawPause", ...by, reason: WHY }),
      toRequest: () => ({ method: "DELETE", path: `${path}/pause`, body: null }),
    },
    {
      action: "switch_mode",
      toCommand: (by) => ({ type: "SwitchMode", ...by, mode, reason: WHY }),
      toRequest: () => ({ method: "PUT", path: `${path}/mode`, body: { mode, reason: WHY } }),
    },
    verb("cancel", "CancelExecution"),
  ];
}

function decisions(state: ExecutionState, path: string): readonly Candidate[] {
  const { pause, planHash, manifestHash, mode } = state;
  if (!pause) return [];
  const bound = { pauseId: pause.pauseId, planHash, manifestHash: manifestHash ?? "", mode };
  const decisions = [
    ["approve", { decision: "approve" }],
    ["decline", { decision: "decline" }],
    ["break_glass", { decision: "approve", breakGlass: true, comment: WHY }],
  ] as const;
  return decisions.map(([action, said]) => ({
    action,
    toCommand: (by) => ({ type: "DecideApproval", ...by, ...bound, ...said }),
    toRequest: () => ({ method: "POST", path: `${path}/approvals`, body: { ...bound, ...said } }),
  }));
}

function onTasks(state: ExecutionState, action: "retry_task" | "skip_task"): Candidate {
  const [type, verb] = action === "retry_task" ? (["RetryTask", "retry"] as const) : (["SkipTask", "skip"] as const);
  return {
    action,
    tasks: (caller) => (isTerminal(state) ? [] : findTasks(state, action, caller)),
    toCommand: (by, taskId = "") => ({ type, ...by, taskId, reason: WHY }),
    toRequest: (taskId = "") => ({
      method: "POST",
      path: `/api/v1/executions/${state.executionId}/tasks/${encodeURIComponent(taskId)}/${verb}`,
      body: { reason: WHY },
    }),
  };
}

/** Tasks of people that wait for an answer; those that are somebody else's are not named. */
function answers(state: ExecutionState): Candidate {
  const evidence = [{ kind: "text" as const, text: "what shows that it is done" }];
  return {
    action: "complete_task",
    tasks: (caller) =>
      state.waves
        .flatMap(({ tasks }) => tasks)
        .filter(
          (task) =>
            isAnswerable(task) && (!caller || roleThatCounts(assigneesOf(task), { actor: caller, roles: [caller.role] }) !== undefined),
        )
        .map(({ spec }) => spec.taskId),
    toCommand: ({ actor, now }, taskId = "") => ({
      type: "AnswerTask",
      actor,
      now,
      taskId,
      outcome: "completed",
      evidence,
      roles: [actor.role],
    }),
    toRequest: (taskId = "") => ({
      method: "POST",
      path: `/api/v1/executions/${state.executionId}/tasks/${encodeURIComponent(taskId)}/complete`,
      body: { outcome: "completed", evidence },
    }),
  };
}

/** What failed comes first, then what is at work, then what waits: the order in which somebody would want it. */
const URGENCY: readonly (readonly TaskState["status"][])[] = [
  ["failed", "cancelled"],
  ["retry_scheduled"],
  ["requested", "in_progress", "rolling_back", "cleaning_up"],
];

/** The decider's own tests, put to every task. Behind a gate it depends on who asks, so those that only others may skip are named only to whoever may skip none. */
function findTasks(state: ExecutionState, action: "retry_task" | "skip_task", caller: CommandActor | undefined): readonly string[] {
  const found: { readonly taskId: string; readonly reach: number; readonly urgency: number }[] = [];
  for (const wave of state.waves) {
    for (const task of wave.tasks) {
      const place = placeOf(state, task.spec.taskId);
      if (!(action === "retry_task" ? isRetryable : isSkippable)(state, place, task)) continue;
      const reach = action === "retry_task" ? 0 : reachOf(state, place, caller);
      if (reach < OUT_OF_REACH) found.push({ taskId: task.spec.taskId, reach, urgency: urgencyOf(task) });
    }
  }
  const nearest = Math.min(...found.map(({ reach }) => reach));
  return found
    .filter(({ reach }) => reach === nearest)
    .toSorted((a, b) => a.urgency - b.urgency)
    .map(({ taskId }) => taskId);
}

const OUT_OF_REACH = 2;

/** 0: the caller may (or nobody asks and somebody may), 1: only somebody else may. */
function reachOf(state: ExecutionState, { wave }: Place, caller: CommandActor | undefined): number {
  if (waveAt(state, wave).status !== "pending") return 0;
  if (caller !== undefined && closedGateBefore(state, wave, caller) === undefined) return 0;
  const somebody = ACTION_ROLES.skip_task.some((role) => closedGateBefore(state, wave, { principal: SOMEBODY, role }) === undefined);
  if (!somebody) return OUT_OF_REACH;
  return caller === undefined ? 0 : 1;
}

function urgencyOf({ status }: TaskState): number {
  const index = URGENCY.findIndex((statuses) => statuses.includes(status));
  return index === -1 ? URGENCY.length : index;
}
