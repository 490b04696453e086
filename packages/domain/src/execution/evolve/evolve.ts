/** The fold of an execution: one function per event type. */
import type { DomainEvent, EventType } from "@dr/events";
import { initialState } from "../initial-state.ts";
import type { ExecutionState } from "../state.ts";
import * as answers from "./answers.ts";
import * as endings from "./endings.ts";
import * as leadership from "./leadership.ts";
import * as pauses from "./pauses.ts";
import * as readiness from "./readiness.ts";
import { executionRedriven } from "./redrive.ts";
import * as requests from "./requests.ts";
import * as start from "./start.ts";
import type { Evolve, ExecutionEventType } from "./types.ts";
import * as waves from "./waves.ts";

// The type makes this table complete: a new event of an execution does not compile until it is folded.
const evolvers: { readonly [T in ExecutionEventType]: Evolve<T> } = {
  ExecutionRequested: start.executionRequested,
  WavesPlanned: start.wavesPlanned,
  ExecutionPlanned: start.executionPlanned,
  ExecutionQueued: start.executionQueued,
  ExecutionStarted: start.executionStarted,
  ReadinessRequested: readiness.readinessRequested,
  ReadinessReported: readiness.readinessReported,
  WaveStarted: waves.waveStarted,
  WaveCompleted: waves.waveCompleted,
  WaveFailed: waves.waveFailed,
  WaveSkipped: waves.waveSkipped,
  TechnologyRequested: requests.technologyRequested,
  TechnologyRetryRequested: requests.technologyRetryRequested,
  TechnologyCancelRequested: requests.technologyCancelRequested,
  TechnologyRollbackRequested: requests.technologyRollbackRequested,
  TechnologyCleanupRequested: requests.technologyCleanupRequested,
  TechnologyStarted: answers.technologyStarted,
  TechnologyCompleted: answers.technologyCompleted,
  TechnologyFailed: answers.technologyFailed,
  TechnologyRetryScheduled: answers.technologyRetryScheduled,
  TechnologySkipped: answers.technologySkipped,
  TechnologyRolledBack: answers.technologyRolledBack,
  TechnologyCleanedUp: answers.technologyCleanedUp,
  ManualTaskAnswered: answers.manualTaskAnswered,
  OperationResultIgnored: answers.operationResultIgnored,
  ExecutionPauseRequested: pauses.executionPauseRequested,
  ExecutionPauseWithdrawn: pauses.executionPauseWithdrawn,
  ExecutionPaused: pauses.executionPaused,
  ApprovalRecorded: pauses.approvalRecorded,
  ChangeRecorded: pauses.changeRecorded,
  ChangeBypassed: pauses.changeBypassed,
  ExecutionResumed: pauses.executionResumed,
  ExecutionCancelRequested: endings.executionCancelRequested,
  ExecutionCancelled: endings.executionCancelled,
  RollbackStarted: endings.rollbackStarted,
  RollbackCompleted: endings.rollbackCompleted,
  CleanupStarted: endings.cleanupStarted,
  CleanupCompleted: endings.cleanupCompleted,
  ExecutionCompleted: endings.executionCompleted,
  ExecutionFailed: endings.executionFailed,
  ExecutionRedriven: executionRedriven,
  ExecutionModeSwitched: leadership.executionModeSwitched,
  LeadershipTaken: leadership.leadershipTaken,
};

const byType: ReadonlyMap<string, Evolve<EventType>> = new Map(Object.entries(evolvers) as [string, Evolve<EventType>][]);

/** The state after one more event. Shares with the old state what did not change; an event of another stream changes nothing. */
export function evolve(state: ExecutionState, event: DomainEvent): ExecutionState {
  const apply = byType.get(event.type);
  return apply ? apply(state, event.data, event.at) : state;
}

/** The state of a whole stream, or of its tail when `from` is given. */
export function foldExecution(events: Iterable<DomainEvent>, from: ExecutionState = initialState): ExecutionState {
  let state = from;
  for (const event of events) state = evolve(state, event);
  return state;
}
