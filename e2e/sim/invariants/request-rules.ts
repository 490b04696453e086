/** Rules about what is asked of adapters: never too early, never twice, never without its gates. */
import { judgeChange } from "./change-rules.ts";
import { judgeReady } from "./readiness-rules.ts";
import { operationIdOf } from "@dr/domain";
import type { TaskRequest } from "@dr/events";
import { dependentsOf, isSatisfied, type TaskModel, type WaveModel } from "./execution-model.ts";
import { expectRunning, SKEW_MS, taskFor, waveFor, type Rule, type RuleContext } from "./rule.ts";

const waveStarted: Rule<"WaveStarted"> = (context, { waveNumber, part, technologies }) => {
  const wave = waveFor(context, waveNumber);
  if (!wave) return;
  expectRunning(context);
  if (part === 1) openWave(context, wave);
  for (const request of technologies) askFirst(context, request, waveNumber);
};

function openWave(context: RuleContext, wave: WaveModel): void {
  const { model, judge, label } = context;
  judgeReady(context, wave);
  judgeChange(context, `wave ${wave.spec.waveNumber}`);
  const { waveNumber, dependencies, pauseBeforeWave } = wave.spec;
  judge.expect(wave.status === "pending", "a wave starts once", () => `${label}: wave ${waveNumber} is ${wave.status}`);
  judge.expect(model.pause === null, "no wave starts while the execution is paused", () => `${label}: wave ${waveNumber}`);
  judge.expect(
    !pauseBeforeWave || wave.passedBefore,
    "no wave before its gate",
    () => `${label}: wave ${waveNumber} has a pause before it`,
  );
  for (const number of dependencies) {
    const before = model.waves.get(number);
    judge.expect(
      before?.status === "completed",
      "no wave before its dependencies",
      () => `${label}: wave ${waveNumber} needs wave ${number}, which is ${before?.status}`,
    );
    judge.expect(
      model.redriven || before?.spec.pauseAfterWave !== true || before.passedAfter,
      "no wave before the gate after its dependency",
      () => `${label}: wave ${waveNumber} starts before the pause after wave ${number} ended`,
    );
  }
  wave.status = "in_progress";
}

function askFirst(context: RuleContext, request: TaskRequest, waveNumber: number): void {
  const { model, judge, label } = context;
  const task = taskFor(context, request.taskId);
  if (!task) return;
  const { taskId, dependsOn } = task.spec;
  judge.expect(
    task.spec.waveNumber === waveNumber && model.waves.get(waveNumber)?.status === "in_progress",
    "no task outside of its wave",
    () => `${label}: ${taskId} in wave ${waveNumber}`,
  );
  judge.expect(task.status === "not_asked", "a task is asked first once", () => `${label}: ${taskId} is ${task.status}`);
  for (const other of dependsOn) {
    const dependency = model.tasks.get(other);
    judge.expect(
      dependency !== undefined && isSatisfied(dependency),
      "no task before its dependencies",
      () => `${label}: ${taskId} needs ${other}, which is ${dependency?.status}`,
    );
  }
  ask(context, task, request);
}

/** A new attempt: its id is the one that everybody can compute, and was never used. */
function ask({ model, judge, label, atMs }: RuleContext, task: TaskModel, request: TaskRequest): void {
  const { taskId, waveNumber, operation } = task.spec;
  const { phase, attempt, operationId } = request;
  const expected = operationIdOf({ executionId: model.executionId, waveNumber, taskId, operation, phase, attempt });
  judge.expect(
    operationId === expected,
    "operation ids are deterministic",
    () => `${label}: ${taskId} attempt ${attempt} has id ${operationId}`,
  );
  judge.expect(!model.operations.has(operationId), "no operation id twice", () => `${label}: ${taskId} ${phase} attempt ${attempt}`);
  judge.expect(
    attempt === task.attempts[phase] + 1,
    "attempts count up",
    () => `${label}: ${taskId} ${phase} ${task.attempts[phase]} → ${attempt}`,
  );
  judge.expect(
    task.status !== "outstanding",
    "one attempt at a time",
    () => `${label}: ${taskId} attempt ${attempt} while another is outstanding`,
  );
  if (phase !== task.phase) task.budgetUsed = 0;
  model.operations.set(operationId, { taskId, phase, attempt });
  task.status = "outstanding";
  task.phase = phase;
  task.operationId = operationId;
  task.attempts[phase] = attempt;
  task.budgetUsed += 1;
  task.askedAtMs = atMs;
  task.deadlineAtMs = Date.parse(request.deadlineAt);
  task.stopAsked = false;
  if (phase === "execute") task.skippedByOperator = false;
}

const technologyRequested: Rule<"TechnologyRequested"> = (context, { task, waveNumber }) => {
  expectRunning(context);
  const wave = waveFor(context, waveNumber);
  if (wave?.status === "failed") wave.status = "in_progress";
  askFirst(context, task, waveNumber);
};

const technologyRetryRequested: Rule<"TechnologyRetryRequested"> = (context, { task: request, reason, waveNumber }) => {
  const { model, judge, label, nowMs } = context;
  const task = taskFor(context, request.taskId);
  if (!task) return;
  const again = request.operationId === task.operationId;
  judge.expect(
    again === (reason === "silent" || reason === "takeover"),
    "outstanding work is asked again under the same id",
    () => `${label}: ${request.taskId} for ${reason}`,
  );
  if (again) {
    judge.expect(
      task.status === "outstanding",
      "only what is outstanding is asked again",
      () => `${label}: ${request.taskId} is ${task.status}`,
    );
    judge.expect(
      reason !== "silent" || nowMs + SKEW_MS >= task.askedAtMs + task.spec.heartbeatSeconds * 1000,
      "silence is awaited",
      () => `${label}: ${request.taskId} is asked again too early`,
    );
    return;
  }
  if (reason === "retry") {
    judge.expect(task.status === "retry_scheduled", "a retry was scheduled", () => `${label}: ${request.taskId} is ${task.status}`);
    judge.expect(nowMs + SKEW_MS >= task.retryDueMs, "no retry before its time", () => `${label}: ${request.taskId}`);
  }
  judge.expect(
    model.status === "running" && model.cancelDeadlineMs === null,
    "no new attempt in an ending execution",
    () => `${label}: ${request.taskId}`,
  );
  judge.expect(
    (model.unwinding ?? "execute") === request.phase,
    "an attempt belongs to what is being done",
    () => `${label}: ${request.phase}`,
  );
  if (reason === "operator") task.budgetUsed = 0;
  const wave = waveFor(context, waveNumber);
  if (wave?.status === "failed" && request.phase === "execute") wave.status = "in_progress";
  ask(context, task, request);
};

const technologyCancelRequested: Rule<"TechnologyCancelRequested"> = (context, { task: request }) => {
  const task = taskFor(context, request.taskId);
  if (!task) return;
  context.judge.expect(
    task.status === "outstanding" && task.operationId === request.operationId,
    "only what is outstanding is asked to stop",
    () => `${context.label}: ${request.taskId} is ${task.status}`,
  );
  task.stopAsked = true;
};

const unwind =
  (phase: "rollback" | "cleanup") =>
  (context: RuleContext, { task: request }: { readonly task: TaskRequest }): void => {
    const { model, judge, label } = context;
    const task = taskFor(context, request.taskId);
    if (!task) return;
    judge.expect(
      model.unwinding === phase,
      "effects are taken back when that is due",
      () => `${label} while ${model.unwinding ?? "nothing"} is`,
    );
    for (const later of dependentsOf(model, task)) {
      judge.expect(
        !model.unwindTasks.has(later.spec.taskId) || later.status === "rolled_back" || later.status === "cleaned_up",
        "effects are taken back in reverse order",
        () => `${label}: ${request.taskId} before ${later.spec.taskId}, which is ${later.status}`,
      );
    }
    ask(context, task, request);
  };

/** Rules of this theme by event type. */
export const requestRules = {
  WaveStarted: waveStarted,
  TechnologyRequested: technologyRequested,
  TechnologyRetryRequested: technologyRetryRequested,
  TechnologyCancelRequested: technologyCancelRequested,
  TechnologyRollbackRequested: unwind("rollback"),
  TechnologyCleanupRequested: unwind("cleanup"),
};
