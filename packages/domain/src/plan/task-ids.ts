/** Gives every task of a plan its id. */
import type { DraftPlan, DraftTask } from "./draft.ts";
import type { ProblemReport } from "./problems.ts";

/**
 * Ids as written, else `w<wave>-<type>`, made unique by `-2`, `-3`… in the order of the plan. Two tasks with the same written id are a
 * problem. Tasks whose wave number or type could not be read get no id.
 */
export function assignTaskIds(report: ProblemReport, { waves }: DraftPlan): ReadonlyMap<DraftTask, string> {
  const ids = new Map<DraftTask, string>();
  const taken = new Map<string, DraftTask>();
  for (const task of waves.flatMap((wave) => wave.tasks)) {
    if (task.id === undefined) continue;
    if (taken.has(task.id)) {
      const message = `another technology has the id \`${task.id}\` already`;
      report.problem([...task.path, "id"], { code: "plan.duplicate_task", message, expected: "an id that no other technology has" });
    }
    taken.set(task.id, task);
    ids.set(task, task.id);
  }
  const next = new Map<string, number>();
  for (const wave of waves.toSorted((a, b) => (a.waveNumber ?? 0) - (b.waveNumber ?? 0))) {
    for (const task of wave.tasks) {
      if (ids.has(task) || wave.waveNumber === undefined || task.type === undefined) continue;
      const id = firstFree(`w${wave.waveNumber}-${task.type}`, taken, next);
      taken.set(id, task);
      ids.set(task, id);
    }
  }
  return ids;
}

/** `next` remembers where to look on, so that a wave of a thousand equal tasks costs a thousand steps and not a million. */
function firstFree(base: string, taken: ReadonlyMap<string, unknown>, next: Map<string, number>): string {
  let suffix = next.get(base) ?? 1;
  const named = (): string => (suffix === 1 ? base : `${base}-${suffix}`);
  while (taken.has(named())) suffix += 1;
  next.set(base, suffix + 1);
  return named();
}
