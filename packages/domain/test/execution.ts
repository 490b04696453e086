/** Words for specs of executions: waves and tasks in short, commands, and the events to compare with. */
import type {
  DomainEvent,
  EventData,
  EventType,
  Failure,
  Mode,
  Phase,
  ResourceResult,
  TaskRequest,
  TaskResult,
  TaskSpec,
  WaveSpec,
} from "@dr/events";
import type { CommandActor, DecideApproval, ExecutionCommand, RecordAdapterFact } from "../src/execution/commands.ts";
import { executionDecider } from "../src/execution/decider.ts";
import { operationIdOf } from "../src/execution/operation-id.ts";
import { specFor } from "../src/testing/spec.ts";

export const EXECUTION = "exec-1";
export const PLAN_HASH = "plan-hash";
export const MANIFEST_HASH = "manifest-hash";

/** The time so many seconds into the spec. */
export const at = (seconds: number): string => new Date(Date.parse("2026-11-23T04:00:00.000Z") + seconds * 1000).toISOString();

const principal = (role: string, name: string): CommandActor => ({
  principal: `arn:aws:sts::123456789012:assumed-role/${role}/${name}`,
  role,
});
export const kim = principal("DROperator", "kim");
export const ann = principal("DRRecoveryManager", "ann");
export const bob = principal("DRRecoveryManager", "bob");

/** A task; give it its wave with `wave`. */
export const task = (taskId: string, more: Partial<TaskSpec> = {}): TaskSpec => ({
  taskId,
  waveNumber: 1,
  type: "database",
  operation: "failover",
  resources: { clusters: [`${taskId}-cluster`] },
  config: {},
  validation: {},
  dependsOn: [],
  reversibility: "reversible",
  retry: { maxAttempts: 3, intervalSeconds: 10, backoffRate: 2, maxIntervalSeconds: 60 },
  timeoutSeconds: 600,
  heartbeatSeconds: 60,
  ...more,
});

/** A wave of tasks, which may be given by id alone. */
export const wave = (waveNumber: number, tasks: readonly (string | TaskSpec)[], more: Partial<WaveSpec> = {}): WaveSpec => ({
  waveNumber,
  name: `Wave ${waveNumber}`,
  dependencies: [],
  pauseBeforeWave: false,
  pauseAfterWave: false,
  pause: { maxPauseSeconds: 3600, onExpiry: "fail" },
  onFailure: "fail",
  ...more,
  tasks: tasks.map((one) => ({ ...(typeof one === "string" ? task(one) : one), waveNumber })),
});

export const given = specFor(executionDecider);

type Requested = Partial<EventData<"ExecutionRequested">>;

export const request = (more: Requested = {}): ExecutionCommand => ({
  type: "RequestExecution",
  now: at(0),
  actor: kim,
  request: {
    executionId: EXECUTION,
    planId: "plan-1",
    planName: "Plan 1",
    planVersion: 1,
    planHash: PLAN_HASH,
    executionType: "recovery",
    mode: "planned",
    tags: {},
    triggerSource: "API",
    force: false,
    ...more,
  },
});

export const plan = (waves: readonly WaveSpec[], admit = true): ExecutionCommand => ({
  type: "PlanExecution",
  now: at(0),
  waves,
  manifestHash: MANIFEST_HASH,
  admit,
  maxConcurrentExecutions: 50,
});

/** A recovery whose waves were planned and started at second 0. */
export const running = (waves: readonly WaveSpec[], more: Requested = {}) => given().after(request(more), plan(waves));

/** A drill of the same. */
export const drilling = (waves: readonly WaveSpec[], more: Requested = {}) => running(waves, { executionType: "drill", ...more });

export const result = (more: Partial<TaskResult> = {}): TaskResult => ({
  rtoSeconds: 1,
  rpo: { seconds: 0, method: "measured", confidence: "exact" },
  dataLoss: { possible: false },
  externalIds: {},
  reversible: true,
  warnings: [],
  simulated: true,
  resources: [],
  ...more,
});

export const resourceResult = (outcome: ResourceResult["outcome"]): ResourceResult => ({
  resource: "a-cluster",
  outcome,
  startedAt: at(0),
  finishedAt: at(1),
  rtoSeconds: 1,
  rpo: { seconds: 0, method: "measured", confidence: "exact" },
  dataLoss: { possible: false },
  before: {},
  after: {},
  externalIds: {},
  reversible: true,
  warnings: [],
});

/** Which operation of a task is meant; attempt 1 of its execution unless said otherwise. */
export interface Op {
  readonly wave?: number;
  readonly attempt?: number;
  readonly phase?: Phase;
  readonly technology?: string;
}

export const operationId = (taskId: string, { wave: waveNumber = 1, attempt = 1, phase = "execute" }: Op = {}): string =>
  operationIdOf({ executionId: EXECUTION, waveNumber, taskId, operation: "failover", phase, attempt });

export const ref = (taskId: string, op: Op = {}) => ({
  executionId: EXECUTION,
  waveNumber: op.wave ?? 1,
  taskId,
  operationId: operationId(taskId, op),
  attempt: op.attempt ?? 1,
  phase: op.phase ?? "execute",
  technology: op.technology ?? "database",
});

export const failure = (more: Partial<Failure> = {}): Failure => ({
  code: "rds.not_ready",
  message: "not ready",
  retryable: false,
  ...more,
});

const fact = (seconds: number, said: RecordAdapterFact["fact"], random = 0): RecordAdapterFact => ({
  type: "RecordAdapterFact",
  now: at(seconds),
  fact: said,
  epoch: 0,
  random,
});

export const started = (seconds: number, taskId: string, op: Op = {}): ExecutionCommand =>
  fact(seconds, { type: "TechnologyStarted", data: ref(taskId, op) });

export const completed = (seconds: number, taskId: string, op: Op & { readonly result?: Partial<TaskResult> } = {}): ExecutionCommand =>
  fact(seconds, { type: "TechnologyCompleted", data: { ...ref(taskId, op), result: result(op.result) } });

export const failed = (
  seconds: number,
  taskId: string,
  op: Op & { readonly failure?: Partial<Failure>; readonly result?: Partial<TaskResult>; readonly random?: number } = {},
): ExecutionCommand =>
  fact(
    seconds,
    {
      type: "TechnologyFailed",
      data: { ...ref(taskId, op), failure: failure(op.failure), ...(op.result ? { result: result(op.result) } : {}) },
    },
    op.random,
  );

export const tick = (seconds: number, heard: Record<string, string> = {}): ExecutionCommand => ({
  type: "Tick",
  now: at(seconds),
  heard,
  random: 0,
});
export const pause = (seconds: number): ExecutionCommand => ({ type: "PauseExecution", now: at(seconds), actor: kim, reason: "look" });
const by = (actor: CommandActor, seconds: number, reason: string) => ({ now: at(seconds), actor, reason });
export const withdraw = (seconds: number): ExecutionCommand => ({ type: "WithdrawPause", ...by(kim, seconds, "never mind") });
export const rollBack = (seconds: number): ExecutionCommand => ({ type: "RollbackExecution", ...by(ann, seconds, "wrong site") });
/** The same, while drills have what it needs. */
export const waiting = <T extends ExecutionCommand>(command: T): T => ({ ...command, waitsFor: { reason: "drill exec-9 has a-cluster" } });
export const admit = (seconds: number): ExecutionCommand => ({ type: "AdmitExecution", now: at(seconds) });
export const outrun = (seconds: number): ExecutionCommand => ({
  type: "RejectPlanning",
  now: at(seconds),
  failure: { code: "execution.resource_conflict", message: "exec-8 has it", retryable: false },
});
export const preempt = (seconds: number): ExecutionCommand => ({
  type: "PreemptExecution",
  now: at(seconds),
  by: "exec-9",
  reason: "recovery exec-9 needs a-cluster",
});
export const resume = (seconds: number): ExecutionCommand => ({ type: "ResumeExecution", now: at(seconds), actor: kim });
export const cancel = (seconds: number): ExecutionCommand => ({ type: "CancelExecution", now: at(seconds), actor: kim, reason: "stop" });
export const retry = (seconds: number, taskId: string): ExecutionCommand => ({ type: "RetryTask", ...by(kim, seconds, "fixed"), taskId });
export const skip = (seconds: number, taskId: string): ExecutionCommand => ({
  type: "SkipTask",
  ...by(kim, seconds, "not needed"),
  taskId,
});
export const redrive = (seconds: number): ExecutionCommand => ({ type: "RedriveExecution", now: at(seconds), actor: kim, reason: "again" });
export const switchTo = (seconds: number, mode: Mode): ExecutionCommand => ({
  type: "SwitchMode",
  now: at(seconds),
  actor: kim,
  mode,
  reason: "site lost",
});
export const takeOver = (seconds: number, epoch: number): ExecutionCommand => ({
  type: "TakeOver",
  now: at(seconds),
  actor: kim,
  epoch,
  region: "us-west-2",
  reason: "us-east-1 is gone",
});
export const decideOn = (seconds: number, actor: CommandActor, more: Partial<DecideApproval> = {}): ExecutionCommand => ({
  type: "DecideApproval",
  now: at(seconds),
  actor,
  pauseId: `${EXECUTION}:pause:1`,
  decision: "approve",
  planHash: PLAN_HASH,
  manifestHash: MANIFEST_HASH,
  mode: "planned",
  ...more,
});

/** An event to compare with. */
export const event = <T extends EventType>(seconds: number, type: T, data: EventData<T>): DomainEvent =>
  ({ type, data, at: at(seconds) }) as DomainEvent;

/** The task as it is asked at second `seconds`. */
export const asked = (seconds: number, taskId: string, op: Op = {}, more: Partial<TaskRequest> = {}): TaskRequest => ({
  taskId,
  operationId: operationId(taskId, op),
  phase: op.phase ?? "execute",
  type: "database",
  operation: "failover",
  resources: { clusters: [`${taskId}-cluster`] },
  config: {},
  validation: {},
  attempt: op.attempt ?? 1,
  deadlineAt: at(seconds + 600),
  heartbeatSeconds: 60,
  ...more,
});

export const context = (waveNumber = 1, more: { readonly mode?: Mode; readonly executionType?: "drill" | "recovery" } = {}) => ({
  executionId: EXECUTION,
  planId: "plan-1",
  waveNumber,
  executionType: "recovery" as const,
  mode: "planned" as const,
  ...more,
});

/** `WaveStarted` of a wave whose tasks are asked for the first time, in one part. */
export const waveStarted = (
  seconds: number,
  waveNumber: number,
  taskIds: readonly string[],
  more: Partial<EventData<"WaveStarted">> = {},
): DomainEvent =>
  event(seconds, "WaveStarted", {
    ...context(waveNumber),
    name: `Wave ${waveNumber}`,
    part: 1,
    parts: 1,
    technologies: taskIds.map((taskId) => asked(seconds, taskId, { wave: waveNumber })),
    ...more,
  });

/** What an adapter said, as it is recorded. */
export const recorded = (command: ExecutionCommand): DomainEvent => {
  if (command.type !== "RecordAdapterFact") throw new Error("only facts are recorded as they are");
  return { ...command.fact, at: command.now };
};
