/** The folded state of an execution. Everything that is decided is decided on this and nothing else. It is plain JSON: a snapshot is its text. */
import type {
  ApprovalPolicy,
  Assignees,
  Discovered,
  Estimate,
  EventData,
  ExecutionType,
  Failure,
  Mode,
  Phase,
  TaskResult,
  TaskSpec,
  WaveSpec,
} from "@dr/events";

/** Life of a task. `waiting`: for its in-wave dependencies; `retry_scheduled`: until `dueAt`; the rest as named. */
export type TaskStatus =
  | "pending"
  | "waiting"
  | "requested"
  | "in_progress"
  | "retry_scheduled"
  | "completed"
  | "failed"
  | "skipped"
  | "cancelled"
  | "rolling_back"
  | "rolled_back"
  | "cleaning_up"
  | "cleaned_up";

/** Life of a wave. */
export type WaveStatus = "pending" | "in_progress" | "completed" | "failed" | "skipped" | "cancelled";

/** Life of an execution; the API shows `executing` as `in_progress`. */
export type ExecutionStatus =
  | "none"
  | "planning"
  | "queued"
  | "executing"
  | "paused"
  | "cancelling"
  | "rolling_back"
  | "cleaning_up"
  | "completed"
  | "failed"
  | "cancelled";

/** How an execution ends, or will end once a rollback or a clean-up is through. */
export type Outcome = "completed" | "failed" | "cancelled";

/** What is known of the effect of a task: none, it stands (proven), or nobody knows. */
export type EffectState = "none" | "stands" | "unknown";

/** When an attempt was asked for, began and ended. */
export type Executed = Pick<TaskState, "requestedAt" | "startedAt" | "finishedAt">;

/** A task in the run. `operationId`, `attempt` and `phase` name the one answer that still counts. */
export interface TaskState {
  readonly spec: TaskSpec;
  readonly status: TaskStatus;
  readonly phase: Phase;
  /** Attempt of the current phase, 0 before the first. */
  readonly attempt: number;
  /** Attempts made in each phase. They never start again: an operation id is never used twice. */
  readonly attempts: Readonly<Record<Phase, number>>;
  /** Attempts of the current phase that the retry policy no longer counts: those before an operator's retry or a redrive. */
  readonly attemptsBefore: number;
  readonly operationId: string | null;
  /** Times of the current attempt of the current phase. */
  readonly requestedAt: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Times of the last attempt of the execute phase, once a rollback or a clean-up follows it. */
  readonly executed: Executed | null;
  readonly deadlineAt: string | null;
  /** When a scheduled retry is due. */
  readonly dueAt: string | null;
  /** Last word from the adapter or question to it: its silence is counted from here. Null unless the task is in flight. */
  readonly silentSince: string | null;
  /** How often the task was asked again because it was silent; the interval doubles each time. */
  readonly silentAsks: number;
  readonly cancelRequestedAt: string | null;
  /** Last failure of the execute phase. */
  readonly failure: Failure | null;
  /** Last failure of its rollback or clean-up. */
  readonly unwindFailure: Failure | null;
  readonly result: TaskResult | null;
  readonly externalIds: Readonly<Record<string, string>>;
  /** operationId of the execute phase whose effect stands, or may stand (needed to take it back). */
  readonly effectOperationId: string | null;
  /** What is known of that effect. `unknown`: the task acted, or may have, and nobody has said what came of it. */
  readonly effect: EffectState;
  readonly leftovers: readonly string[];
  readonly skippedBecause: "operator" | "dependency" | "timeout" | "not_ready" | null;
  /** What people said of a task that people do: the attempt that is answered, and whom it was handed on to. Absent while nobody said anything. */
  readonly manual?: { readonly operationId: string; readonly answered: string | null; readonly handedTo: Assignees | null };
  /** `<phase>:<attempt>:<event type>` of each word of the adapter that is in the stream: a second one is a duplicate, not news. */
  readonly answers: readonly string[];
}

/** What its adapters said, or still have to say, of a wave that has not begun. */
export interface WaveReadiness {
  readonly checkId: string;
  /** `planning`: asked when the execution began, about every wave; what depends on other waves is asked again before it starts. */
  readonly at: "planning" | "wave";
  readonly askedAt: string;
  readonly deadlineAt: string;
  /** Tasks of which nothing was heard yet. */
  readonly awaited: readonly string[];
  /** Tasks that must not be begun: the first lasting obstacle of each, in its adapter's words. */
  readonly blocked: readonly { readonly taskId: string; readonly failure: Failure }[];
  readonly warnings: number;
}

/** A wave in the run. Completion is decided on the outcomes in `tasks`, never on a count. */
export interface WaveState {
  readonly spec: Omit<WaveSpec, "tasks">;
  readonly status: WaveStatus;
  /** In plan order. Find one by id through `ExecutionState.index`. */
  readonly tasks: readonly TaskState[];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly deadlineAt: string | null;
  /** The pause before this wave was already taken and ended. */
  readonly pauseBeforeDone: boolean;
  readonly pauseAfterDone: boolean;
  /** Null until it is asked; forgotten when what was seen may no longer be so (a pause, another mode, another leader, a redrive). */
  readonly readiness: WaveReadiness | null;
  /** Positions of the waves that depend on this one. */
  readonly dependents: readonly number[];
}

/** Where a task stands: positions in `waves` and in that wave's `tasks`. */
export interface Place {
  readonly wave: number;
  readonly task: number;
}

/** A recorded approval. */
export interface Approval {
  readonly approver: string;
  /** The person that the approver counts as. */
  readonly person: string;
  readonly role: string;
  readonly decision: "approve" | "decline";
  readonly at: string;
}

/** Why an execution pauses; `declined` keeps the gate that was declined. */
export type PauseReason = "before_wave" | "after_wave" | "operator" | "on_failure" | "not_ready" | "declined" | "change_required";

/** What a change ticket, or people in its place, last said of the execution; it stands for this plan, these resources and this mode alone. */
export interface ChangeState {
  readonly standing: "approved" | "revoked" | "bypassed";
  readonly system: string | null;
  readonly number: string | null;
  readonly countsAsAll: boolean;
  readonly planHash: string;
  readonly manifestHash: string;
  readonly mode: Mode;
  readonly reason: string | null;
  readonly at: string;
}

/** The pause that holds the execution now. */
export interface PauseState {
  readonly pauseId: string;
  readonly reason: PauseReason;
  /** What the pause is about: its reason, or for a declined one the reason of the pause that was declined. */
  readonly gate: Exclude<PauseReason, "declined">;
  readonly waveNumber: number | null;
  readonly since: string;
  readonly expiresAt: string;
  readonly onExpiry: "fail" | "cancel" | "continue";
  readonly approval:
    | (ApprovalPolicy & {
        readonly planHash: string;
        readonly manifestHash: string;
        readonly mode: Mode;
        /** A change ticket has to approve of it, too. */
        readonly changeRequired?: true | undefined;
      })
    | null;
  readonly approvals: readonly Approval[];
}

/** Tasks whose effect is being taken back, or cleaned up, layer by layer; finished layers are dropped from the front. */
export interface UnwindState {
  readonly phase: "rollback" | "cleanup";
  readonly layers: readonly (readonly string[])[];
}

/** What the graph of waves waits for, by position in `waves`. Kept so that a decision looks at what changed and not at the whole plan. */
export interface Schedule {
  /** Waves in progress. */
  readonly openWaves: readonly number[];
  /** Pending waves whose dependencies are all complete. */
  readonly readyWaves: readonly number[];
  /** For each wave, the dependencies not complete yet. Tells which waves to look at; readiness itself is read from their statuses. */
  readonly blockers: readonly number[];
  /** Pending waves that can no longer run, to be recorded as skipped. */
  readonly doomedWaves: readonly number[];
  /** Waves that failed under `pause` and wait for an operator. */
  readonly unresolvedWaves: readonly number[];
  /** Completed waves whose pause afterwards is still to be taken. */
  readonly afterGates: readonly number[];
}

/**
 * The folded state. Fields that do not apply yet are null. At most 32 fields, tested: each event copies this object, and V8 copies a larger
 * one twenty times slower (measured on Node 24).
 */
export interface ExecutionState {
  readonly status: ExecutionStatus;
  /** The request as recorded: what was promised, by whom, and how to recognise a repeated one. */
  readonly request: EventData<"ExecutionRequested"> | null;
  readonly executionId: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly planHash: string;
  readonly manifestHash: string | null;
  /** What tag filters were resolved from; absent where every resource was named. */
  readonly discovery?: Discovered;
  readonly executionType: ExecutionType;
  readonly mode: Mode;
  readonly epoch: number;
  readonly requestedAt: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** When the whole execution times out; a pause moves it by its own length. */
  readonly deadlineAt: string | null;
  /** Slices of waves that no `ExecutionPlanned` has sealed yet, and what was expected when one did. */
  readonly planning: { readonly slices: readonly (readonly WaveSpec[])[]; readonly estimate: Estimate | null };
  /** Waves in plan order. */
  readonly waves: readonly WaveState[];
  /** Where to find a wave by its number and a task by its id. */
  readonly index: { readonly waves: Readonly<Record<number, number>>; readonly tasks: Readonly<Record<string, Place>> };
  readonly schedule: Schedule;
  /** A wave failed under `fail` or `rollback`: no wave starts any more; what runs is allowed to finish. */
  readonly ending: "fail" | "rollback" | null;
  /** Why a queued execution waits, since when, whether for resources (absent: for a slot), and how it is taken up again if it had ended before. */
  readonly queue: {
    readonly reason: string;
    readonly since: string;
    readonly waitingFor?: "resources";
    readonly reopens?: NonNullable<EventData<"ExecutionQueued">["reopens"]>;
  } | null;
  readonly pauseRequested: { readonly reason: string; readonly at: string } | null;
  readonly pause: PauseState | null;
  /** Pauses so far, the time for which the ended ones lasted, and the change ticket that was last heard of, if any was. */
  readonly pauses: { readonly taken: number; readonly totalMs: number; readonly change?: ChangeState };
  /** `preemptedBy`: the recovery that this drill made room for. */
  readonly cancel: {
    readonly reason: string;
    readonly at: string;
    readonly deadlineAt: string;
    readonly preemptedBy: string | null;
  } | null;
  readonly rollback: {
    readonly reason: string;
    readonly since: string;
    readonly blockedBy: { readonly taskId: string; readonly reason: string } | null;
  } | null;
  readonly unwind: UnwindState | null;
  readonly cleanedUp: boolean;
  /** Terminal outcome that follows a drill's clean-up, or a rollback on demand (also one that still waits for drills). */
  readonly pendingOutcome: Outcome | null;
  readonly failure: Failure | null;
  readonly failedWave: number | null;
  readonly manualInterventionRequired: boolean;
  /** `<operationId>:<type>` of words about operations that this execution never asked for. */
  readonly ignoredUnknown: readonly string[];
}

/**
 * Shape and meaning of `ExecutionState`, and of what is decided on it: raised whenever either changes, so that an old snapshot is not used and a commit of
 * earlier rules is not judged by later ones.
 */
export const EXECUTION_STATE_VERSION = 8;
