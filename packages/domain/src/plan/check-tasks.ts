/** What waits for what inside a wave. */
import { describeCycle, shorten } from "./check-waves.ts";
import type { DraftPlan, DraftTask, DraftWave } from "./draft.ts";
import { findCycles } from "./graph.ts";
import type { ProblemReport } from "./problems.ts";

/** A name of a technology stands for all its tasks: a thousand that wait for a thousand others are a million dependencies. */
const MAX_DEPENDENCIES = 300_000;

/**
 * The task ids that each task waits for. `dependsOn` names ids of the same wave, or a technology: then all its tasks of the wave are meant.
 * Reports unknown names, a task that waits for itself, cycles, and more dependencies than can be kept.
 */
export function resolveDependsOn(
  report: ProblemReport,
  { waves }: DraftPlan,
  ids: ReadonlyMap<DraftTask, string>,
): ReadonlyMap<DraftTask, readonly string[]> {
  const resolved = new Map<DraftTask, readonly string[]>();
  let left = MAX_DEPENDENCIES;
  for (const wave of waves) {
    const names = namesIn(wave, ids);
    for (const task of wave.tasks) {
      const dependencies = resolveTask(report, task, ids.get(task), names);
      left -= dependencies.length;
      if (left < 0) {
        const message = "too many technologies wait for too many others: use waves, where one dependency says it all";
        report.problem([...task.path, "dependsOn"], { code: "plan.too_large", message, expected: `at most ${MAX_DEPENDENCIES} in all` });
        return resolved;
      }
      resolved.set(task, dependencies);
    }
    reportCycles(report, wave, ids, resolved);
  }
  return resolved;
}

function namesIn(wave: DraftWave, ids: ReadonlyMap<DraftTask, string>): ReadonlyMap<string, ReadonlySet<string>> {
  const byType = new Map<string, Set<string>>();
  const byId = new Map<string, Set<string>>();
  for (const task of wave.tasks) {
    const id = ids.get(task);
    if (id === undefined || task.type === undefined) continue;
    byId.set(id, new Set([id]));
    const ofType = byType.get(task.type);
    if (ofType) ofType.add(id);
    else byType.set(task.type, new Set([id]));
  }
  return new Map([...byType, ...byId]);
}

function resolveTask(
  report: ProblemReport,
  task: DraftTask,
  ownId: string | undefined,
  names: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  const found = new Set<string>();
  for (const [index, name] of (task.dependsOn ?? []).entries()) {
    const path = [...task.path, "dependsOn", index];
    const targets = names.get(name);
    if (!targets) {
      const expected = `one of ${shorten([...names.keys()])}`;
      report.problem(path, { code: "plan.unknown_task", message: `no technology \`${name}\` in this wave`, expected });
    } else if (ownId !== undefined && targets.has(ownId)) {
      report.problem(path, {
        code: "plan.self_dependency",
        message: `\`${ownId}\` cannot wait for itself`,
        expected: "another technology",
      });
    } else for (const target of targets) found.add(target);
  }
  return [...found].toSorted();
}

function reportCycles(
  report: ProblemReport,
  wave: DraftWave,
  ids: ReadonlyMap<DraftTask, string>,
  resolved: ReadonlyMap<DraftTask, readonly string[]>,
): void {
  const edges = new Map(wave.tasks.map((task) => [ids.get(task) ?? "", resolved.get(task) ?? []]));
  for (const cycle of findCycles(edges)) {
    const closing = wave.tasks.find((task) => ids.get(task) === cycle.at(-2));
    report.problem([...(closing?.path ?? wave.path), "dependsOn"], {
      code: "plan.task_cycle",
      message: `technologies wait for each other in a circle: ${describeCycle(cycle)}`,
      expected: "dependsOn without a cycle",
    });
  }
}
