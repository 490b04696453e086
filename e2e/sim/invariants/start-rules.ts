/** Rules about how an execution comes to run: planned, queued, started, and taken up again after its end. */
import { hasEnded, tasksOf, type TaskModel, type WaveModel } from "./execution-model.ts";
import type { Rule } from "./rule.ts";

const executionPlanned: Rule<"ExecutionPlanned"> = ({ model, judge, label }, { manifestHash, taskCount }) => {
  judge.expect(model.manifestHash === null, "an execution is planned once", () => label);
  judge.expect(
    taskCount === model.tasks.size,
    "an execution has the tasks of its plan",
    () => `${label}: ${taskCount} of ${model.tasks.size}`,
  );
  model.manifestHash = manifestHash;
  model.status = "planned";
};

const executionQueued: Rule<"ExecutionQueued"> = ({ model, judge, label }, { reopens }) => {
  const isRight = reopens ? model.status === "ended" && model.outcome !== "completed" : model.status === "planned";
  judge.expect(isRight, "only what is planned, or ended without success, is queued", () => `${label} while ${model.status}`);
  judge.expect(!reopens || model.request.executionType === "recovery", "nobody gives way to a drill", () => label);
  Object.assign(model, { status: "queued", reopens: reopens?.as ?? null, cancelDeadlineMs: reopens ? null : model.cancelDeadlineMs });
};

const executionStarted: Rule<"ExecutionStarted"> = ({ model, judge, label }, { deadlineAt }) => {
  judge.expect(
    model.status === "planned" || (model.status === "queued" && !hasEnded(model)),
    "an execution starts once",
    () => `${label} while ${model.status}`,
  );
  model.status = "running";
  model.deadlineAtMs = deadlineAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(deadlineAt);
};

const executionRedriven: Rule<"ExecutionRedriven"> = ({ model, judge, label }) => {
  judge.expect(
    hasEnded(model, "redrive") && (model.outcome === "failed" || model.outcome === "cancelled"),
    "only a failed or cancelled execution is redriven",
    () => `${label} after ${model.outcome}`,
  );
  const kept = (task: TaskModel): boolean => task.status === "completed" || task.skippedByOperator;
  // A wave waits again for whatever it depends on, directly or not.
  const begins = (wave: WaveModel): boolean =>
    wave.status !== "completed" ||
    !tasksOf(model, wave.spec.waveNumber).every(kept) ||
    wave.spec.dependencies.some((number) => begins(model.waves.get(number) as WaveModel));
  const again = [...model.waves.values()].filter(begins);
  for (const wave of again) wave.status = "pending";
  for (const wave of model.waves.values()) {
    const tasks = tasksOf(model, wave.spec.waveNumber);
    for (const task of tasks.filter(({ status }) => status !== "completed")) {
      Object.assign(task, {
        status: kept(task) ? "skipped" : "not_asked",
        phase: "execute",
        operationId: null,
        budgetUsed: 0,
        leftovers: [],
      });
    }
  }
  Object.assign(model, { status: "running", outcome: null, redriven: true, reopens: null, cancelDeadlineMs: null, unwinding: null });
};

/** Rules of this theme by event type. */
export const startRules = {
  ExecutionPlanned: executionPlanned,
  ExecutionQueued: executionQueued,
  ExecutionStarted: executionStarted,
  ExecutionRedriven: executionRedriven,
};
