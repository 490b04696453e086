/** Where a plan stops being undoable. */
import type { Plan } from "./plan.ts";
import { waveGraph } from "./graph.ts";

/** First task, in the order in which waves may run, whose effect cannot be taken back; null if every effect can. */
export function pointOfNoReturn(plan: Plan): { readonly waveNumber: number; readonly taskId: string } | null {
  const byNumber = new Map(plan.waves.map((wave) => [wave.waveNumber, wave]));
  for (const waveNumber of waveGraph(plan.waves).order) {
    const task = byNumber.get(waveNumber)?.tasks.find((candidate) => candidate.reversibility === "irreversible");
    if (task) return { waveNumber, taskId: task.taskId };
  }
  return null;
}
