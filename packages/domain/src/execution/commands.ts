/** What can be asked of an execution. Every command carries `now` (ISO 8601, UTC); nothing here reads a clock. */
import type { AnswerEvidence, Assignees, Discovered, Estimate, EventData, Failure, Mode, WaveSpec } from "@dr/events";

/** Who asks: the principal's ARN and its one role, as proven by the signed request. */
export interface CommandActor {
  readonly principal: string;
  readonly role: string;
  /** Whom it counts as: a person, a program (`machine:…`), or null for nobody who can be told apart. Absent: the principal is the person. */
  readonly person?: string | null;
}

interface Timed {
  readonly now: string;
}

interface ByActor extends Timed {
  readonly actor: CommandActor;
}

/** Asks for an execution. Refused with `execution.already_exists` if the stream has events (a repeat with the same content is a no-op). */
export interface RequestExecution extends ByActor {
  readonly type: "RequestExecution";
  readonly request: EventData<"ExecutionRequested">;
}

/** Freezes the waves. `admit: false` queues the execution instead of starting it; `waitsFor` tells what for, if it is not a slot. */
export interface PlanExecution extends Timed {
  readonly type: "PlanExecution";
  readonly waves: readonly WaveSpec[];
  readonly manifestHash: string;
  /** What is expected of the run, if anybody could say. */
  readonly estimate?: Estimate | undefined;
  /** What tag filters were resolved from. */
  readonly discovery?: Discovered | undefined;
  readonly admit: boolean;
  readonly maxConcurrentExecutions: number;
  readonly waitsFor?: { readonly resources: true; readonly reason: string } | undefined;
}

/** The plan could not be resolved, or what the execution queued for went to somebody else for good: it fails before it starts. */
export interface RejectPlanning extends Timed {
  readonly type: "RejectPlanning";
  readonly failure: Failure;
}

/** A slot became free for a queued execution. */
export interface AdmitExecution extends Timed {
  readonly type: "AdmitExecution";
}

/** What an adapter said about one attempt of one task. Duplicates and late words change nothing (late ones are noted). */
export interface RecordAdapterFact extends Timed {
  readonly type: "RecordAdapterFact";
  readonly fact:
    | { readonly type: "TechnologyStarted"; readonly data: EventData<"TechnologyStarted"> }
    | { readonly type: "TechnologyCompleted"; readonly data: EventData<"TechnologyCompleted"> }
    | { readonly type: "TechnologyFailed"; readonly data: EventData<"TechnologyFailed"> };
  /** Epoch that the adapter echoed from its request. */
  readonly epoch: number;
  /** Random number in [0,1) for the jitter of a retry. */
  readonly random: number;
}

/** What an adapter saw of tasks that it was asked about. An answer to a question that no longer counts, and a repeated one, change nothing. */
export interface RecordReadiness extends Timed {
  readonly type: "RecordReadiness";
  readonly data: EventData<"ReadinessReported">;
}

/**
 * Time passed. Emits what is due at `now`: retries, timeouts of task, wave and execution, silent tasks asked again, pause expiry, cancel deadline.
 * `heard` tells when an adapter last reported progress (ISO 8601) by operationId; it only spares a needless question. `said` is what it reported then:
 * a task that is given up carries it, so that nobody has to ask what was last seen.
 */
export interface Tick extends Timed {
  readonly type: "Tick";
  readonly heard: Readonly<Record<string, string>>;
  readonly said?: Readonly<Record<string, string>> | undefined;
  readonly random: number;
}

/** Pauses at the next wave boundary (at once when no wave runs). */
export interface PauseExecution extends ByActor {
  readonly type: "PauseExecution";
  readonly reason: string;
}

/** Takes back the wish to pause, as long as no pause has answered it. */
export interface WithdrawPause extends ByActor {
  readonly type: "WithdrawPause";
  readonly reason: string;
}

/** Ends a pause that needs no (further) approval. */
export interface ResumeExecution extends ByActor {
  readonly type: "ResumeExecution";
  readonly reason?: string | undefined;
}

/** Starts no further wave and asks running tasks to stop. `onlyUnbegun`: refused unless nothing of the execution has begun. */
export interface CancelExecution extends ByActor {
  readonly type: "CancelExecution";
  readonly reason: string;
  readonly onlyUnbegun?: boolean;
}

/** Approves or declines the current pause. All three of plan hash, manifest hash and mode must be those of the pause. */
export interface DecideApproval extends ByActor {
  readonly type: "DecideApproval";
  readonly pauseId: string;
  readonly decision: "approve" | "decline";
  readonly planHash: string;
  readonly manifestHash: string;
  readonly mode: Mode;
  readonly comment?: string | undefined;
  /** One approval beyond those that the pause needs, in the place of the change that it needs; the comment is the reason. */
  readonly breakGlass?: true | undefined;
}

/** What a change ticket says, as its system shows it. An approval of another plan, other resources or another mode is refused. */
export interface RecordChange extends ByActor {
  readonly type: "RecordChange";
  readonly change: EventData<"ChangeRecorded">;
}

/** Tries a failed task again, or a waiting one at once. */
export interface RetryTask extends ByActor {
  readonly type: "RetryTask";
  readonly taskId: string;
  readonly reason: string;
}

/** Goes on without a failed or waiting task. */
export interface SkipTask extends ByActor {
  readonly type: "SkipTask";
  readonly taskId: string;
  readonly reason: string;
}

/** Says what became of a task that people do. `roles` are all that the actor has. */
export interface AnswerTask extends ByActor {
  readonly type: "AnswerTask";
  readonly taskId: string;
  readonly outcome: "completed" | "failed" | "handed_on";
  readonly note?: string | undefined;
  readonly evidence: readonly AnswerEvidence[];
  readonly handedTo?: Assignees | undefined;
  readonly roles: readonly string[];
}

/** `waitsFor`: drills have what the execution needs, and give way to it; until then it is queued. For one that had ended. */
interface Reopening extends ByActor {
  readonly reason: string;
  readonly waitsFor?: { readonly reason: string } | undefined;
}

/** Runs a failed or cancelled execution again from its first unfinished wave. */
export interface RedriveExecution extends Reopening {
  readonly type: "RedriveExecution";
}

/** Takes back the effects that stand, of an execution that failed, was cancelled, or is paused. */
export interface RollbackExecution extends Reopening {
  readonly type: "RollbackExecution";
}

/** Cancels a drill because a recovery needs what it holds; `by` is that recovery. A drill that is on its way to its end is left alone. */
export interface PreemptExecution extends Timed {
  readonly type: "PreemptExecution";
  readonly by: string;
  readonly reason: string;
}

/** Changes a running recovery between planned and unplanned. */
export interface SwitchMode extends ByActor {
  readonly type: "SwitchMode";
  readonly mode: Mode;
  readonly reason: string;
}

/** Takes the execution over in another Region with a higher epoch; outstanding work is asked again with the same operation ids. */
export interface TakeOver extends ByActor {
  readonly type: "TakeOver";
  readonly epoch: number;
  readonly region: string;
  readonly reason: string;
}

/** Any command to an execution. */
export type ExecutionCommand =
  | RequestExecution
  | PlanExecution
  | RejectPlanning
  | AdmitExecution
  | RecordAdapterFact
  | RecordReadiness
  | Tick
  | PauseExecution
  | WithdrawPause
  | ResumeExecution
  | CancelExecution
  | DecideApproval
  | RecordChange
  | RetryTask
  | SkipTask
  | AnswerTask
  | RedriveExecution
  | RollbackExecution
  | PreemptExecution
  | SwitchMode
  | TakeOver;
