/** The folded state of an execution. Everything that is decided is decided on this and nothing else. */
import type { ApprovalPolicy, ExecutionType, Failure, Mode, OnFailure, Phase, RetryPolicy, TaskResult, TaskSpec, WaveSpec } from "@dr/events";

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
export type WaveStatus = "pending" | "in_progress" | "completed" | "failed" | "skipped";

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

/** A task in the run. `operationId`, `attempt` and `phase` name the one answer that still counts. */
export interface TaskState {
  readonly spec: TaskSpec;
  readonly status: TaskStatus;
  readonly phase: Phase;
  readonly attempt: number;
  readonly operationId: string | null;
  readonly requestedAt: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly deadlineAt: string | null;
  /** When a silent task is asked again, or a scheduled retry is due. */
  readonly dueAt: string | null;
  readonly silentAsks: number;
  readonly failure: Failure | null;
  readonly result: TaskResult | null;
  /** operationId of the execute phase whose effect stands (needed to take it back). */
  readonly effectOperationId: string | null;
  readonly leftovers: readonly string[];
  /** Operation ids of closed attempts and phases: an answer to one of them is late, not unknown. */
  readonly closedOperationIds: readonly string[];
}

/** A wave in the run. `tasks` is keyed by taskId: completion is decided on this map, never on a count. */
export interface WaveState {
  readonly spec: Omit<WaveSpec, "tasks">;
  readonly status: WaveStatus;
  readonly taskIds: readonly string[];
  readonly tasks: Readonly<Record<string, TaskState>>;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly deadlineAt: string | null;
  /** The pause before this wave was already taken and ended. */
  readonly pauseBeforeDone: boolean;
  readonly pauseAfterDone: boolean;
}

/** A recorded approval. */
export interface Approval {
  readonly approver: string;
  readonly role: string;
  readonly decision: "approve" | "decline";
  readonly at: string;
}

/** The pause that holds the execution now. */
export interface PauseState {
  readonly pauseId: string;
  readonly reason: "before_wave" | "after_wave" | "operator" | "on_failure" | "declined";
  readonly waveNumber: number | null;
  readonly since: string;
  readonly expiresAt: string;
  readonly onExpiry: "fail" | "cancel" | "continue";
  readonly approval: (ApprovalPolicy & { readonly planHash: string; readonly manifestHash: string; readonly mode: Mode }) | null;
  readonly approvals: readonly Approval[];
}

/** The folded state. Fields that do not apply yet are null. */
export interface ExecutionState {
  readonly status: ExecutionStatus;
  readonly executionId: string;
  readonly planId: string;
  readonly planName: string;
  readonly planVersion: number;
  readonly planHash: string;
  readonly manifestHash: string | null;
  readonly executionType: ExecutionType;
  readonly mode: Mode;
  readonly tags: Readonly<Record<string, string>>;
  readonly triggerSource: string;
  readonly requestedBy: string | null;
  readonly rtoSeconds: number | null;
  readonly rpoSeconds: number | null;
  readonly timeoutSeconds: number | null;
  readonly epoch: number;
  readonly requestedAt: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly deadlineAt: string | null;
  /** Waves in plan order; index by number through `waveIndex`. */
  readonly waves: readonly WaveState[];
  readonly waveIndex: Readonly<Record<number, number>>;
  readonly pauseRequested: { readonly reason: string; readonly at: string } | null;
  readonly pause: PauseState | null;
  readonly pausesTaken: number;
  readonly cancel: { readonly reason: string; readonly at: string; readonly deadlineAt: string } | null;
  readonly rollback: { readonly reason: string; readonly order: readonly string[]; readonly blockedBy: { taskId: string; reason: string } | null } | null;
  /** Terminal outcome that follows a drill's clean-up or a rollback. */
  readonly pendingOutcome: "completed" | "failed" | "cancelled" | null;
  readonly failure: Failure | null;
  readonly failedWave: number | null;
  readonly manualInterventionRequired: boolean;
}

/** Policy of a wave, repeated here because callers ask for it by this name. */
export type { OnFailure, RetryPolicy };
