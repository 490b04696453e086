/** The pure core: what a plan is, what an execution decides. What parses text, reads the registry and estimates stands apart (`@dr/domain/parse-plan`, `/json-fault`, `/technologies`, `/estimate`): few need it. */
export { hashOf } from "./plan/hash-of.ts";
export { toCatalogItem, type PlanSummary } from "./plan/catalog.ts";
export type { CreatePlan, DeletePlan, PlanCommand, UpdatePlan } from "./plan/commands.ts";
export { planDecider } from "./plan/decider.ts";
export { toPlanDocument, toWaveDocument, type WaveDocument } from "./plan/document.ts";
export { waveGraph, type WaveGraph } from "./plan/graph.ts";
export type { JsonLimits } from "./plan/json-source.ts";
export {
  describeLeaseKey,
  MAX_RESOURCES,
  nextLeaseKey,
  planLeaseKey,
  resourceLeaseClaims,
  type LeaseClaim,
  type LeaseKeyView,
} from "./plan/lease-keys.ts";
export type { ParsePlanOptions, ParsePlanResult } from "./plan/parse-plan.ts";
export { countTasks, manifestHash, planHash, type Plan } from "./plan/plan.ts";
export { pointOfNoReturn } from "./plan/point-of-no-return.ts";
export { listedProblems, type PlanProblem } from "./plan/problems.ts";
export { createRunOrder, type Place, type RunOrder } from "./plan/run-order.ts";
export { DEFAULT_APPROVAL } from "./default-approval.ts";
export { isSingleOperation, singleOperationPlanId } from "./plan/single-operation.ts";
export { byteLength, joinWaves, MAX_SLICE_BYTES, sliceWaves } from "./plan/slices.ts";
export type { PlanFormat } from "./plan/source.ts";
export { planVersion, type PlanState, type PlanVersion } from "./plan/state.ts";
export { resourceNames, taskResources, type TaskNames } from "./plan/task-resources.ts";
export type { RegisteredOperation, TechnologyEntry, TechnologyRegistry } from "./plan/technology-registry.ts";
export type { Decider } from "./decider.ts";
export type {
  AdmitExecution,
  AnswerTask,
  CancelExecution,
  CommandActor,
  DecideApproval,
  ExecutionCommand,
  PauseExecution,
  PlanExecution,
  PreemptExecution,
  RecordAdapterFact,
  RedriveExecution,
  RejectPlanning,
  RequestExecution,
  ResumeExecution,
  RetryTask,
  RollbackExecution,
  SkipTask,
  SwitchMode,
  TakeOver,
  Tick,
  WithdrawPause,
} from "./execution/commands.ts";
export { CANCEL_DEADLINE_SECONDS } from "./execution/decide/cancel.ts";
export { executionDecider } from "./execution/decider.ts";
export { dueAt } from "./execution/due.ts";
export { foldExecution } from "./execution/evolve/evolve.ts";
export { operationIdOf, type OperationKey } from "./execution/operation-id.ts";
export { outstandingOperations, type OutstandingOperation } from "./execution/outstanding.ts";
export { inQueueOrder, type Queued } from "./execution/queue-order.ts";
export { unreachableGates, type KnownPeople, type UnreachableGate } from "./plan/unreachable-gates.ts";
export { isUnbegun, mayReplace } from "./execution/decide/cancel.ts";
export { isTerminal, toApiStatus } from "./execution/refuse.ts";
export {
  EXECUTION_STATE_VERSION,
  type ExecutionState,
  type ExecutionStatus,
  type PauseState,
  type TaskState,
  type TaskStatus,
  type WaveState,
  type WaveStatus,
} from "./execution/state.ts";
export { toHistoryItem, type ExecutionSummary } from "./execution/summary.ts";
export { ACTION_ROLES, type ActionName } from "./execution/next/action-roles.ts";
export { nextActions, type NextAction } from "./execution/next/next-actions.ts";
export { toNextView, type NextView } from "./execution/next/next-view.ts";
export type { WaitingFor } from "./execution/next/wait.ts";
export type { EffectView, ExercisedView, UnaccountedView } from "./execution/view-effects.ts";
export type { RpoView, RtoView, Verdict } from "./execution/view-objectives.ts";
export type { PauseView } from "./execution/view-pause.ts";
export type { TaskView, WaveView } from "./execution/view-wave.ts";
export { toExecutionView, toStatusView, type ExecutionView, type FailedTaskView, type StatusView, type Viewer } from "./execution/view.ts";
export type { EstimateInput, PlanEstimate } from "./estimate/estimate.ts";
export type { EstimateView } from "./estimate/estimate-view.ts";
export type { TaskEstimate } from "./estimate/task-estimate.ts";
