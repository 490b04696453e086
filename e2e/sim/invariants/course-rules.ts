/** Rules about the course of an execution: waves, pauses, decisions of people, and its one end. */
import { isSameRole } from "@dr/events";
import { approvalsNeeded, judgeChange } from "./change-rules.ts";
import { hasEnded, isSatisfied, tasksOf, type ExecutionModel, type TaskModel } from "./execution-model.ts";
import { expectAccounted, expectRunning, SKEW_MS, waveFor, type Rule, type RuleContext } from "./rule.ts";

const waveCompleted: Rule<"WaveCompleted"> = (context, { waveNumber }) => {
  const { judge, label } = context;
  const wave = waveFor(context, waveNumber);
  if (!wave) return;
  const unfinished = tasksOf(context.model, waveNumber).filter((task) => !isSatisfied(task));
  judge.expect(unfinished.length === 0, "a wave completes with its last task", () => `${label}: ${describe(unfinished)}`);
  judge.expect(
    wave.status === "in_progress" || wave.status === "failed",
    "a wave completes once",
    () => `${label}: wave ${waveNumber} is ${wave.status}`,
  );
  wave.status = "completed";
};

const waveFailed: Rule<"WaveFailed"> = (context, { waveNumber }) => {
  const { judge, label, model } = context;
  const wave = waveFor(context, waveNumber);
  if (!wave) return;
  const moving = tasksOf(model, waveNumber).filter(({ status }) => status === "outstanding" || status === "retry_scheduled");
  judge.expect(moving.length === 0, "no wave fails while a task of it moves", () => `${label}: ${describe(moving)}`);
  judge.expect(
    wave.status === "in_progress" || wave.status === "failed" || wave.question?.blocked === true,
    "only a wave that runs, or is not ready, fails",
    () => `${label}: wave ${waveNumber} is ${wave.status}`,
  );
  wave.status = "failed";
};

const waveSkipped: Rule<"WaveSkipped"> = (context, { waveNumber }) => {
  const { judge, label, model } = context;
  const wave = waveFor(context, waveNumber);
  if (!wave) return;
  const lost = wave.spec.dependencies.some((number) => ["failed", "skipped"].includes(model.waves.get(number)?.status ?? ""));
  judge.expect(wave.status === "pending" && lost, "a wave is left out only for a failed dependency", () => `${label}: wave ${waveNumber}`);
  wave.status = "skipped";
  for (const task of tasksOf(model, waveNumber)) if (task.status === "not_asked") task.status = "skipped";
};

const executionPaused: Rule<"ExecutionPaused"> = (context, data) => {
  const { model, judge, label } = context;
  expectRunning(context);
  judge.expect(!model.pauseIds.has(data.pauseId), "a pause has an id of its own", () => `${label}: ${data.pauseId}`);
  const wave = data.waveNumber === undefined ? undefined : model.waves.get(data.waveNumber);
  judge.expect(
    data.reason !== "before_wave" || (wave?.spec.pauseBeforeWave === true && wave.status === "pending"),
    "a pause before a wave comes before it",
    () => `${label}: wave ${data.waveNumber}`,
  );
  const { approval } = data;
  judge.expect(
    !approval || (approval.planHash === model.planHash && approval.manifestHash === model.manifestHash && approval.mode === model.mode),
    "approvals bind to plan, manifest and mode",
    () => label,
  );
  model.pauseIds.add(data.pauseId);
  model.pause = { data, approvers: new Set() };
};

const approvalRecorded: Rule<"ApprovalRecorded"> = ({ model, judge, label }, data) => {
  const approval = model.pause?.data.approval;
  judge.expect(model.pause?.data.pauseId === data.pauseId, "an approval is about the open pause", () => label);
  judge.expect(
    data.planHash === model.planHash && data.manifestHash === model.manifestHash && data.mode === model.mode,
    "an approval is for this plan, manifest and mode",
    () => label,
  );
  judge.expect(
    approval?.approverRoles.some((role) => isSameRole(role, data.role)) ?? true,
    "an approval comes from a role that may approve",
    () => `${label}: ${data.role}`,
  );
  if (data.decision !== "approve") return;
  judge.expect(data.person !== undefined, "an approval is a person's", () => label);
  judge.expect(data.person !== model.request.requestedByPerson, "nobody approves their own execution", () => label);
  model.pause?.approvers.add(data.person ?? data.approver);
};

const executionResumed: Rule<"ExecutionResumed"> = (context, { pauseId, by }) => {
  const { model, judge, label, nowMs, atMs } = context;
  const { pause } = model;
  judge.expect(
    pause?.data.pauseId === pauseId,
    "only the open pause ends",
    () => `${label}: ${pauseId}, open is ${pause?.data.pauseId ?? "none"}`,
  );
  if (!pause) return;
  const { expiresAt, onExpiry, approval, reason, waveNumber } = pause.data;
  const expiresAtMs = Date.parse(expiresAt);
  if (by === "expiry") {
    judge.expect(nowMs + SKEW_MS >= expiresAtMs && onExpiry === "continue", "a pause expires when and as it says", () => label);
  } else {
    judge.expect(atMs < expiresAtMs, "an expired pause is over", () => label);
    if (approval?.changeRequired) judgeChange(context, pauseId);
    judge.expect(
      pause.approvers.size >= approvalsNeeded(model, approval),
      "no resume before its approvals",
      () => `${label}: ${pause.approvers.size}`,
    );
  }
  passGate(model, reason, waveNumber);
  model.deadlineAtMs = Number.POSITIVE_INFINITY;
  model.pause = null;
};

/** A pause that was declined holds the gate of the one before it. */
function passGate(model: ExecutionModel, reason: string, waveNumber: number | undefined): void {
  const wave = waveNumber === undefined ? undefined : model.waves.get(waveNumber);
  if (!wave) return;
  if (wave.status === "pending" && (reason === "before_wave" || reason === "declined")) wave.passedBefore = true;
  if (wave.status === "completed" && (reason === "after_wave" || reason === "declined")) wave.passedAfter = true;
}

const executionCancelRequested: Rule<"ExecutionCancelRequested"> = (context, { deadlineAt }) => {
  const { model, judge, label } = context;
  judge.expect(
    model.status !== "ended" && model.cancelDeadlineMs === null && model.unwinding === null,
    "a cancel comes once and in time",
    () => label,
  );
  model.cancelDeadlineMs = Date.parse(deadlineAt);
  model.pause = null;
  for (const task of model.tasks.values()) if (task.status === "retry_scheduled" || task.status === "not_asked") task.status = "cancelled";
};

const unwindStarted =
  (phase: "rollback" | "cleanup") =>
  (context: RuleContext, { taskIds }: { readonly taskIds: readonly string[] }): void => {
    const { model, judge, label } = context;
    expectStill(context);
    judge.expect(phase === "rollback" || model.request.executionType === "drill", "only a drill is cleaned up", () => label);
    model.unwinding = phase;
    model.unwindTasks = new Set(taskIds);
    model.pause = null;
    model.cancelDeadlineMs = null;
  };

/** A wave that failed asks for it while the execution runs; a person also once it has ended without success. */
const rollbackStarted: Rule<"RollbackStarted"> = (context, data) => {
  const { model, judge, label } = context;
  const onDemand = data.onDemand !== undefined;
  judge.expect(
    !hasEnded(model) || (onDemand && model.outcome !== "completed" && hasEnded(model, "rollback")),
    "what has ended is rolled back on demand alone, and never a success",
    () => `${label} after ${model.outcome}`,
  );
  judge.expect(!onDemand || hasEnded(model) || model.pause !== null, "a rollback on demand finds nothing at work", () => label);
  if (hasEnded(model)) Object.assign(model, { status: "running", outcome: null, redriven: true, reopens: null });
  // What could not be taken back before is tried anew, and its attempts are counted anew.
  for (const task of model.tasks.values()) if (task.phase === "rollback") task.budgetUsed = 0;
  unwindStarted("rollback")(context, data);
};

const unwindCompleted = ({ model }: RuleContext): void => {
  model.unwinding = null;
};

const executionCompleted: Rule<"ExecutionCompleted"> = (context, data) => {
  const { model, judge, label } = context;
  const open = [...model.waves.values()].filter(({ status }) => status === "pending" || status === "in_progress");
  judge.expect(
    open.length === 0,
    "no wave is lost",
    () => `${label}: ${open.map(({ spec, status }) => `${spec.waveNumber} ${status}`).join(", ")}`,
  );
  expectAccounted(context, data.unaccounted);
  end(context, "completed");
};

const executionFailed: Rule<"ExecutionFailed"> = (context, data) => {
  expectAccounted(context, data.unaccounted);
  end(context, "failed");
};
const executionCancelled: Rule<"ExecutionCancelled"> = (context, data) => {
  expectAccounted(context, data.unaccounted);
  end(context, "cancelled");
};

/** A drill that asked anything of an adapter has cleaned up before it ends. */
function end(context: RuleContext, outcome: ExecutionModel["outcome"]): void {
  const { model, judge, label } = context;
  judge.expect(model.status !== "ended", "exactly one terminal state", () => `${label} after ${model.outcome}`);
  expectStill(context);
  const launched = [...model.tasks.values()].filter(
    (task) => task.attempts.execute > 0 && !["cleaned_up", "rolled_back"].includes(task.status),
  );
  judge.expect(
    model.request.executionType !== "drill" || launched.length === 0,
    "a drill cleans up",
    () => `${label}: ${describe(launched)}`,
  );
  Object.assign(model, { status: "ended", outcome, reopens: null });
  model.pause = null;
  model.terminals += 1;
}

/** Reports if an adapter is still at work. */
function expectStill({ model, judge, label }: RuleContext): void {
  const outstanding = [...model.tasks.values()].filter(({ status }) => status === "outstanding");
  judge.expect(outstanding.length === 0, "no task is left behind", () => `${label}: ${describe(outstanding)}`);
}

const executionModeSwitched: Rule<"ExecutionModeSwitched"> = ({ model, judge, label }, { from, to }) => {
  judge.expect(
    model.mode === from && model.request.executionType === "recovery",
    "only a recovery switches its mode",
    () => `${label}: ${from} → ${to}`,
  );
  model.mode = to;
};

const leadershipTaken: Rule<"LeadershipTaken"> = ({ model, judge, label }, { epoch }) => {
  judge.expect(epoch > model.leaderEpoch, "epochs only rise", () => `${label}: ${model.leaderEpoch} → ${epoch}`);
  model.leaderEpoch = epoch;
};

function describe(tasks: readonly TaskModel[]): string {
  return tasks.map(({ spec, status }) => `${spec.taskId} ${status}`).join(", ");
}

/** Rules of this theme by event type. */
export const courseRules = {
  WaveCompleted: waveCompleted,
  WaveFailed: waveFailed,
  WaveSkipped: waveSkipped,
  ExecutionPaused: executionPaused,
  ApprovalRecorded: approvalRecorded,
  ExecutionResumed: executionResumed,
  ExecutionCancelRequested: executionCancelRequested,
  RollbackStarted: rollbackStarted,
  RollbackCompleted: unwindCompleted,
  CleanupStarted: unwindStarted("cleanup"),
  CleanupCompleted: unwindCompleted,
  ExecutionCompleted: executionCompleted,
  ExecutionFailed: executionFailed,
  ExecutionCancelled: executionCancelled,
  ExecutionModeSwitched: executionModeSwitched,
  LeadershipTaken: leadershipTaken,
};
