/** An execution as the invariants see it: rebuilt from the events alone, with no line of the decider. */
import type { Plan } from "@dr/domain";
import type { EventData, Phase, TaskSpec, WaveSpec } from "@dr/events";

/** A task of the model. */
export interface TaskModel {
  readonly spec: TaskSpec;
  status: "not_asked" | "outstanding" | "retry_scheduled" | "completed" | "failed" | "cancelled" | "skipped" | "rolled_back" | "cleaned_up";
  phase: Phase;
  operationId: string | null;
  attempts: Record<Phase, number>;
  /** Attempts that the retry policy counts. */
  budgetUsed: number;
  askedAtMs: number;
  deadlineAtMs: number;
  retryDueMs: number;
  skippedByOperator: boolean;
  stopAsked: boolean;
  leftovers: readonly string[];
  cleanupFailed: boolean;
  /** It was given up, or left out, while its adapter was at work, and nobody has said since what came of it. */
  unaccounted: boolean;
}

/** A wave of the model. */
export interface WaveModel {
  readonly spec: WaveSpec;
  status: "pending" | "in_progress" | "completed" | "failed" | "skipped";
  passedBefore: boolean;
  passedAfter: boolean;
  /** The newest question about it: whether its answers count, until when they are waited for, of which tasks, and whether one forbids to begin. */
  question: {
    readonly checkId: string;
    readonly counts: boolean;
    readonly deadlineMs: number;
    readonly open: Set<string>;
    blocked: boolean;
  } | null;
}

/** What the last word on a change was about; a bypass counts as one. */
export interface ChangeModel extends Pick<EventData<"ChangeRecorded">, "planHash" | "manifestHash" | "mode"> {
  readonly standing: "approved" | "revoked" | "bypassed";
  readonly number: string | null;
  readonly countsAsAll: boolean;
}

/** The pause that is open. */
export interface PauseModel {
  readonly data: EventData<"ExecutionPaused">;
  readonly approvers: Set<string>;
}

/** An operation that was asked for. */
export interface AskedOperation {
  readonly taskId: string;
  readonly phase: Phase;
  readonly attempt: number;
  /** Somebody else spoke in the name of its adapter. */
  isForged?: true;
}

/** An execution of the model. */
export interface ExecutionModel {
  readonly executionId: string;
  readonly request: EventData<"ExecutionRequested">;
  readonly plan: Plan;
  readonly planHash: string;
  readonly waves: ReadonlyMap<number, WaveModel>;
  readonly tasks: ReadonlyMap<string, TaskModel>;
  readonly operations: Map<string, AskedOperation>;
  /** Operations whose outcome is recorded. */
  readonly outcomes: Set<string>;
  status: "requested" | "planned" | "queued" | "running" | "ended";
  outcome: "completed" | "failed" | "cancelled" | null;
  /** It had ended, and waits to be taken up again in this way. */
  reopens: "redrive" | "rollback" | null;
  mode: EventData<"ExecutionRequested">["mode"];
  manifestHash: string | null;
  deadlineAtMs: number;
  /** Highest epoch of any commit. */
  epoch: number;
  /** Epoch of the last take-over. */
  leaderEpoch: number;
  pause: PauseModel | null;
  /** What was last heard of a change. */
  change: ChangeModel | null;
  pauseIds: Set<string>;
  cancelDeadlineMs: number | null;
  unwinding: "rollback" | "cleanup" | null;
  unwindTasks: ReadonlySet<string>;
  redriven: boolean;
  terminals: number;
}

/** An execution that was just asked for. */
export function newExecutionModel(request: EventData<"ExecutionRequested">, plan: Plan, planHash: string): ExecutionModel {
  return {
    executionId: request.executionId,
    request,
    plan,
    planHash,
    waves: new Map(
      plan.waves.map((spec) => [spec.waveNumber, { spec, status: "pending", passedBefore: false, passedAfter: false, question: null }]),
    ),
    tasks: new Map(plan.waves.flatMap((wave) => wave.tasks.map((spec) => [spec.taskId, newTaskModel(spec)]))),
    operations: new Map(),
    outcomes: new Set(),
    status: "requested",
    outcome: null,
    reopens: null,
    mode: request.mode,
    manifestHash: null,
    deadlineAtMs: Number.POSITIVE_INFINITY,
    epoch: 0,
    leaderEpoch: 0,
    pause: null,
    change: null,
    pauseIds: new Set(),
    cancelDeadlineMs: null,
    unwinding: null,
    unwindTasks: new Set(),
    redriven: false,
    terminals: 0,
  };
}

function newTaskModel(spec: TaskSpec): TaskModel {
  return {
    spec,
    status: "not_asked",
    phase: "execute",
    operationId: null,
    attempts: { execute: 0, rollback: 0, cleanup: 0 },
    budgetUsed: 0,
    askedAtMs: 0,
    deadlineAtMs: 0,
    retryDueMs: 0,
    skippedByOperator: false,
    stopAsked: false,
    leftovers: [],
    cleanupFailed: false,
    unaccounted: false,
  };
}

/** True for an execution that has ended, or that had and waits to be taken up again. */
export function hasEnded({ status, reopens }: ExecutionModel, as?: ExecutionModel["reopens"]): boolean {
  return status === "ended" || (status === "queued" && reopens !== null && (as === undefined || as === reopens));
}

/** True if the task needs nothing more for its wave to be complete. */
export function isSatisfied(task: TaskModel): boolean {
  return task.status === "completed" || task.status === "skipped";
}

/** Tasks of a wave. */
export function tasksOf(model: ExecutionModel, waveNumber: number): readonly TaskModel[] {
  return [...model.tasks.values()].filter((task) => task.spec.waveNumber === waveNumber);
}

/** Tasks that come after this one in the graph, whatever their wave. */
export function dependentsOf(model: ExecutionModel, { spec }: TaskModel): readonly TaskModel[] {
  const later = [...model.waves.values()].filter((wave) => reaches(model, wave, spec.waveNumber)).map((wave) => wave.spec.waveNumber);
  return [...model.tasks.values()].filter(
    (other) => later.includes(other.spec.waveNumber) || (other.spec.waveNumber === spec.waveNumber && leadsTo(model, other, spec.taskId)),
  );
}

function reaches(model: ExecutionModel, { spec }: WaveModel, waveNumber: number): boolean {
  return spec.dependencies.some((one) => {
    const wave = model.waves.get(one);
    return one === waveNumber || (wave !== undefined && reaches(model, wave, waveNumber));
  });
}

function leadsTo(model: ExecutionModel, { spec }: TaskModel, taskId: string): boolean {
  return spec.dependsOn.some((one) => {
    const task = model.tasks.get(one);
    return one === taskId || (task !== undefined && leadsTo(model, task, taskId));
  });
}
