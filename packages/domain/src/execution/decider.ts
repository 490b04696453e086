/** The decider of an execution: what may happen next, and what the stream says has happened. */
import type { DomainEvent } from "@dr/events";
import type { Decider } from "../decider.ts";
import type { ExecutionCommand } from "./commands.ts";
import { recordAdapterFact } from "./decide/adapter-fact.ts";
import { answerTask } from "./decide/answer-task.ts";
import { decideApproval } from "./decide/approval.ts";
import { cancelExecution, preemptExecution } from "./decide/cancel.ts";
import { recordChange } from "./decide/change.ts";
import { switchMode } from "./decide/mode.ts";
import { retryTask, skipTask } from "./decide/operator.ts";
import { pauseExecution, resumeExecution, withdrawPause } from "./decide/pause.ts";
import { admitExecution, planExecution, rejectPlanning } from "./decide/plan.ts";
import { recordReadiness } from "./decide/readiness.ts";
import { redriveExecution } from "./decide/redrive.ts";
import { requestExecution } from "./decide/request.ts";
import { rollbackExecution } from "./decide/rollback.ts";
import { takeOver } from "./decide/takeover.ts";
import { tick } from "./decide/tick.ts";
import type { Decide } from "./decide/types.ts";
import { evolve } from "./evolve/evolve.ts";
import { initialState } from "./initial-state.ts";
import { EXECUTION_STATE_VERSION, type ExecutionState } from "./state.ts";

// The type makes this table complete: a new command does not compile until it is decided.
const deciders: { readonly [T in ExecutionCommand["type"]]: Decide<T> } = {
  RequestExecution: requestExecution,
  PlanExecution: planExecution,
  RejectPlanning: rejectPlanning,
  AdmitExecution: admitExecution,
  RecordAdapterFact: recordAdapterFact,
  RecordReadiness: recordReadiness,
  Tick: tick,
  PauseExecution: pauseExecution,
  WithdrawPause: withdrawPause,
  ResumeExecution: resumeExecution,
  CancelExecution: cancelExecution,
  DecideApproval: decideApproval,
  RecordChange: recordChange,
  RetryTask: retryTask,
  SkipTask: skipTask,
  AnswerTask: answerTask,
  RedriveExecution: redriveExecution,
  RollbackExecution: rollbackExecution,
  PreemptExecution: preemptExecution,
  SwitchMode: switchMode,
  TakeOver: takeOver,
};

function decide(state: ExecutionState, command: ExecutionCommand): readonly DomainEvent[] {
  const decideOne = deciders[command.type] as Decide<ExecutionCommand["type"]>;
  return decideOne(state, command);
}

/**
 * Pure and deterministic: the same state and command give the same events, and neither is changed. `decide` returns everything that
 * follows from the command in one list, to be appended as one decision; it throws `DrError` when the command is refused
 * (`execution.*`, `task.*`, `approval.*`, `change.*`; `details.status` holds the API status) and returns [] when there is nothing to do.
 */
export const executionDecider: Decider<ExecutionState, ExecutionCommand> = {
  initialState,
  decide,
  evolve,
  rules: EXECUTION_STATE_VERSION,
};
