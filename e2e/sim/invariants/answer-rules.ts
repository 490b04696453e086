/** Rules about what is recorded of tasks: only what an adapter said, about the attempt that counts, once. */
import { taskFor, SKEW_MS, type Rule, type RuleContext } from "./rule.ts";
import { isSameRole, type EventData, type TaskResult } from "@dr/events";
import type { TaskModel, WaveModel } from "./execution-model.ts";

interface Ref {
  readonly taskId: string;
  readonly operationId: string;
}

/** The task, if the answer is about its outstanding attempt. */
function outstandingTask(context: RuleContext, ref: Ref, said: string | null): TaskModel | undefined {
  const { judge, label, facts, model } = context;
  const task = taskFor(context, ref.taskId);
  if (!task) return undefined;
  judge.expect(
    task.operationId === ref.operationId && task.status === "outstanding",
    "only the outstanding attempt is answered",
    () =>
      `${label}: ${ref.taskId} is ${task.status}, the answer is ${task.operationId === ref.operationId ? "" : "not "}of its current attempt`,
  );
  judge.expect(
    said === null || facts.wasSaid(ref.operationId, said),
    "only what an adapter said is recorded",
    () => `${label}: ${ref.taskId} ${said}`,
  );
  judge.expect(model.status !== "ended", "nothing after the end", () => `${label}: ${ref.taskId}`);
  return task;
}

function close(context: RuleContext, task: TaskModel, ref: Ref, status: TaskModel["status"]): void {
  const { model, judge, label } = context;
  judge.expect(!model.outcomes.has(ref.operationId), "one outcome for each attempt", () => `${label}: ${ref.taskId}`);
  model.outcomes.add(ref.operationId);
  task.status = status;
  if (status === "completed" || status === "rolled_back" || status === "cleaned_up") task.unaccounted = false;
}

const technologyStarted: Rule<"TechnologyStarted"> = (context, data) => {
  outstandingTask(context, data, "TechnologyStarted");
};

const technologyCompleted: Rule<"TechnologyCompleted"> = (context, data) => {
  const { judge, label, estate, model } = context;
  const task = outstandingTask(context, data, "TechnologyCompleted");
  if (!task) return;
  close(context, task, data, "completed");
  const practised = task.spec.operation === "promote" && model.request.executionType === "drill";
  for (const resource of task.spec.resources["names"] as readonly string[]) {
    judge.expect(
      practised || estate.look(resource).moved,
      "a completed task had its effect",
      () => `${label}: ${data.taskId}, ${resource} was not moved`,
    );
  }
};

function noteGivenUp(task: TaskModel, ours: boolean, { phase, result }: EventData<"TechnologyFailed">): void {
  if (phase !== "execute") return;
  if (ours) task.unaccounted = true;
  else noteTold(task, result);
}

/** A newer attempt looks at what an older one may have done: once its adapter says of every resource what is known, nothing is unaccounted for. */
function noteTold(task: TaskModel, result: TaskResult | undefined): void {
  const told = new Map(result?.resources.map(({ resource, outcome }) => [resource, outcome]));
  const names = task.spec.resources["names"] as readonly string[];
  if (names.every((name) => told.has(name))) task.unaccounted = [...told.values()].includes("unknown");
}

/** What an adapter must have said. A stranger may say that a rollback is done, and that nobody knows. */
function saidOf(code: string, ours: boolean): string | null {
  return ours || code === "rollback.unproven" ? null : "TechnologyFailed";
}

const technologyFailed: Rule<"TechnologyFailed"> = (context, data) => {
  const { judge, label, nowMs, model } = context;
  const { failure, taskId } = data;
  const ours = failure.details?.["decidedBy"] === "planner";
  const task = model.tasks.get(taskId);
  // A retry that a deadline overtakes is given up although nothing is outstanding.
  if (ours && task?.status === "retry_scheduled") {
    judge.expect(failure.code !== "task.timed_out", "a task that waits for its retry does not time out", () => `${label}: ${taskId}`);
    task.status = "failed";
    return;
  }
  if (!outstandingTask(context, data, saidOf(data.failure.code, ours)) || !task) return;
  if (failure.code === "task.timed_out" && ours) {
    judge.expect(nowMs + SKEW_MS >= task.deadlineAtMs, "no timeout before the deadline", () => `${label}: ${taskId}`);
  }
  noteGivenUp(task, ours, data);
  close(context, task, data, task.stopAsked && failure.code === "task.cancelled" ? "cancelled" : "failed");
};

const technologyRetryScheduled: Rule<"TechnologyRetryScheduled"> = (context, { taskId, dueAt, delaySeconds, attempt }) => {
  const { judge, label, facts, atMs } = context;
  const task = taskFor(context, taskId);
  if (!task) return;
  const { maxAttempts, maxIntervalSeconds } = task.spec.retry;
  judge.expect(task.status === "failed", "a retry follows a failure", () => `${label}: ${taskId} is ${task.status}`);
  judge.expect(facts.isRetryable(task.operationId ?? ""), "only retryable failures are tried again", () => `${label}: ${taskId}`);
  judge.expect(
    task.budgetUsed < maxAttempts,
    "no more attempts than allowed",
    () => `${label}: ${taskId} after ${task.budgetUsed} of ${maxAttempts}`,
  );
  judge.expect(attempt === task.attempts[task.phase] + 1, "the next attempt is scheduled", () => `${label}: ${taskId} attempt ${attempt}`);
  judge.expect(
    delaySeconds <= maxIntervalSeconds && Math.abs(Date.parse(dueAt) - atMs - delaySeconds * 1000) <= 1,
    "a retry waits as its policy says",
    () => `${label}: ${taskId} in ${delaySeconds} s`,
  );
  task.status = "retry_scheduled";
  task.retryDueMs = Date.parse(dueAt);
};

const technologySkipped: Rule<"TechnologySkipped"> = (context, { taskId, because = "operator" }) => {
  const { judge, label, model } = context;
  const task = taskFor(context, taskId);
  if (!task) return;
  judge.expect(
    because === "operator" || task.status === "not_asked",
    "only a task that was not asked is left out without an operator",
    () => `${label}: ${taskId} is ${task.status}`,
  );
  if (because === "operator") judgeGate(context, task);
  judge.expect(!isOver(task) && model.unwinding === null, "no finished task is skipped", () => `${label}: ${taskId} is ${task.status}`);
  if (task.status === "outstanding") task.unaccounted = true;
  task.status = "skipped";
  task.skippedByOperator = because === "operator";
};

/** Nobody empties a gate that waits for people without being one of them. */
function judgeGate({ model, judge, label, actor }: RuleContext, { spec }: TaskModel): void {
  const role = /:assumed-role\/([^/]+)\//.exec(actor)?.[1] ?? "";
  const isClosed = ({ spec: { pause } }: WaveModel): boolean =>
    pause.approval?.approverRoles.some((one) => isSameRole(one, role)) === false;
  const before = (waveNumber: number): readonly WaveModel[] => {
    const wave = model.waves.get(waveNumber);
    return wave ? [wave, ...wave.spec.dependencies.flatMap(before)] : [];
  };
  const closed = before(spec.waveNumber).find(
    (wave) =>
      isClosed(wave) &&
      ((wave.spec.pauseBeforeWave && !wave.passedBefore) ||
        (wave.spec.waveNumber !== spec.waveNumber && wave.spec.pauseAfterWave && !wave.passedAfter)),
  );
  judge.expect(closed === undefined, "no task is skipped behind a gate that waits for others", () => `${label}: ${spec.taskId} by ${role}`);
}

function isOver({ status }: TaskModel): boolean {
  return status === "completed" || status === "rolled_back" || status === "cleaned_up";
}

const technologyRolledBack: Rule<"TechnologyRolledBack"> = (context, data) => {
  context.judge.expect(
    data.result?.resources.every(({ outcome }) => outcome !== "unknown" && outcome !== "failed") ?? true,
    "a rollback is proven",
    () => `${context.label}: ${data.taskId}`,
  );
  const task = outstandingTask(context, data, "TechnologyCompleted");
  if (task) close(context, task, data, "rolled_back");
};

const technologyCleanedUp: Rule<"TechnologyCleanedUp"> = (context, data) => {
  const { failure, leftovers, taskId } = data;
  const task = failure ? taskFor(context, taskId) : outstandingTask(context, data, "TechnologyCompleted");
  if (!task) return;
  if (failure) task.status = "cleaned_up";
  else close(context, task, data, "cleaned_up");
  task.leftovers = leftovers;
  task.cleanupFailed = failure !== undefined;
};

/** An ignored answer changes nothing; it must not be the one that was waited for. */
const operationResultIgnored: Rule<"OperationResultIgnored"> = ({ model, judge, label }, data) => {
  const task = model.tasks.get(data.taskId);
  const tells = data.phase === "execute" && data.reportedType !== "TechnologyStarted" && data.reason !== "unknown_task";
  judge.expect(!tells || data.effect !== undefined, "a late word clears up what nobody knew", () => `${label}: ${data.taskId}`);
  // A late word may have cleared it up: which it did is the decider's to say.
  if (task && data.effect !== undefined) task.unaccounted = false;
  judge.expect(
    task?.operationId !== data.operationId || task.status !== "outstanding" || data.reason === "unknown_task",
    "no current answer is ignored",
    () => `${label}: ${data.taskId} ${data.reportedType} (${data.reason})`,
  );
};

/** Rules of this theme by event type. */
export const answerRules = {
  TechnologyStarted: technologyStarted,
  TechnologyCompleted: technologyCompleted,
  TechnologyFailed: technologyFailed,
  TechnologyRetryScheduled: technologyRetryScheduled,
  TechnologySkipped: technologySkipped,
  TechnologyRolledBack: technologyRolledBack,
  TechnologyCleanedUp: technologyCleanedUp,
  OperationResultIgnored: operationResultIgnored,
};
