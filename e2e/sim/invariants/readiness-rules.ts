/** Rules about questions before a wave begins: asked, answered once, and waited for no longer than they say. */
import type { EventData } from "@dr/events";
import { tasksOf, type WaveModel } from "./execution-model.ts";
import { expectRunning, SKEW_MS, taskFor, type Rule, type RuleContext } from "./rule.ts";

const readinessRequested: Rule<"ReadinessRequested"> = (context, { checkId, at, deadlineAt, technologies }) => {
  const { model, judge, label } = context;
  expectRunning(context);
  for (const { taskId, waveNumber } of technologies) {
    const wave = model.waves.get(waveNumber);
    const task = taskFor(context, taskId);
    if (!wave || !task) continue;
    judge.expect(wave.status === "pending", "nobody is asked about a wave that has begun", () => `${label}: wave ${waveNumber}`);
    judge.expect(task.spec.answersReadiness === true, "only who answers is asked", () => `${label}: ${taskId}`);
    if (wave.question?.checkId !== checkId) {
      wave.question = {
        checkId,
        counts: at === "wave" || wave.spec.dependencies.length === 0,
        deadlineMs: Date.parse(deadlineAt),
        open: new Set(),
        blocked: false,
      };
    }
    wave.question.open.add(taskId);
  }
};

const readinessReported: Rule<"ReadinessReported"> = (context, data) => {
  const { model, judge, label } = context;
  for (const task of data.tasks) {
    const wave = waveOf(context, task.taskId);
    if (!wave) continue;
    const isAwaited = wave.question?.checkId === data.checkId && wave.question.open.delete(task.taskId);
    judge.expect(
      isAwaited && model.status === "running",
      "an answer is recorded once, to the question that was asked",
      () => `${label}: ${task.taskId}`,
    );
    if (wave.question && blocks(task)) wave.question.blocked = true;
  }
};

function waveOf(context: RuleContext, taskId: string): WaveModel | undefined {
  const task = taskFor(context, taskId);
  return task && context.model.waves.get(task.spec.waveNumber);
}

function blocks({ checks }: EventData<"ReadinessReported">["tasks"][number]): boolean {
  return checks.some(({ severity, passing }) => severity === "block" && passing !== true);
}

/** A wave begins when everybody who was asked about it has said that it is ready, or had the time to. */
export function judgeReady({ model, judge, label, nowMs }: RuleContext, wave: WaveModel): void {
  const { waveNumber } = wave.spec;
  const asks = tasksOf(model, waveNumber).some(
    ({ spec, status }) => spec.answersReadiness === true && spec.dependsOn.length === 0 && status === "not_asked",
  );
  if (!asks) return;
  const { question } = wave;
  judge.expect(question?.counts === true, "no wave before its adapters were asked", () => `${label}: wave ${waveNumber}`);
  if (!question) return;
  judge.expect(!question.blocked, "nothing is begun that is not ready", () => `${label}: wave ${waveNumber}`);
  judge.expect(
    question.open.size === 0 || nowMs + SKEW_MS >= question.deadlineMs,
    "no wave before its adapters have answered or had the time to",
    () => `${label}: wave ${waveNumber} waits for ${[...question.open].join(", ")}`,
  );
}

/** Rules by event type. */
export const readinessRules = { ReadinessRequested: readinessRequested, ReadinessReported: readinessReported };
