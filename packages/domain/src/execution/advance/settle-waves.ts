/** Closing waves, judged on the map of the outcomes of their tasks. */
import type { EventData, Failure } from "@dr/events";
import { waveAt } from "../lookup.ts";
import { emit, type Run } from "../run.ts";
import { listed, unlistedOf } from "../sizes.ts";
import type { TaskState, WaveState } from "../state.ts";
import { isFailed, isNotAsked, isOutstanding, isSatisfied } from "../task-status.ts";

/** Closes every wave in which nothing can move any more. Runs after all ready tasks were asked. */
export function settleWaves(run: Run): boolean {
  const settled = run.state.schedule.openWaves.filter((position) => waveAt(run.state, position).tasks.every(isStill));
  // A failed wave that waits for an operator is complete once its last failed task is skipped.
  const resolved = run.state.schedule.unresolvedWaves.filter((position) => waveAt(run.state, position).tasks.every(isSatisfied));
  for (const position of settled) settle(run, waveAt(run.state, position));
  for (const position of resolved) emit(run, "WaveCompleted", { waveNumber: waveAt(run.state, position).spec.waveNumber });
  return settled.length + resolved.length > 0;
}

/** Neither an adapter nor a timer will move it. */
function isStill(task: TaskState): boolean {
  return !isOutstanding(task) && task.status !== "retry_scheduled";
}

function settle(run: Run, wave: WaveState): void {
  const { waveNumber, onFailure } = wave.spec;
  if (wave.tasks.every(isSatisfied)) emit(run, "WaveCompleted", { waveNumber });
  else failWave(run, wave, onFailure, "dependency");
}

/** Records a failed wave. Under `pause` its waiting tasks go on waiting: an operator may mend what they wait for. */
export function failWave(run: Run, wave: WaveState, policy: EventData<"WaveFailed">["policy"], because: "dependency" | "timeout"): void {
  const { waveNumber } = wave.spec;
  const reason = because === "dependency" ? "a task that it depends on failed" : "the execution timed out";
  for (const task of policy === "pause" ? [] : wave.tasks.filter(isNotAsked)) {
    emit(run, "TechnologySkipped", { waveNumber, taskId: task.spec.taskId, reason, because });
  }
  endFailed(run, wave, policy);
}

/** Records that a wave failed, and by which of its tasks. */
export function endFailed(run: Run, wave: WaveState, policy: EventData<"WaveFailed">["policy"]): void {
  const failures = listed(failuresOf(wave));
  emit(run, "WaveFailed", { waveNumber: wave.spec.waveNumber, policy, failures: failures.items, ...unlistedOf(failures) });
}

/** The tasks of a wave that failed, or were not ready, in plan order. */
export function failuresOf(wave: WaveState): { readonly taskId: string; readonly failure: Failure }[] {
  return wave.tasks.flatMap((task) =>
    (isFailed(task) || task.skippedBecause === "not_ready") && task.failure ? [{ taskId: task.spec.taskId, failure: task.failure }] : [],
  );
}
