/** The order in which things may run, from what each depends on. */
import type { TaskSpec, WaveSpec } from "@dr/events";

/** Which wave waits for which. */
export interface WaveGraph {
  /** Wave numbers so that every wave stands after its dependencies; ties by number. */
  readonly order: readonly number[];
  /** Waves that wait for the given one. */
  readonly dependentsOf: (waveNumber: number) => readonly number[];
}

/** The graph of valid waves (no cycle, no unknown dependency: `parsePlan` has refused those). */
export function waveGraph(waves: readonly Pick<WaveSpec, "waveNumber" | "dependencies">[]): WaveGraph {
  const dependents = new Map<number, number[]>(waves.map((wave) => [wave.waveNumber, []]));
  for (const wave of waves) for (const dependency of wave.dependencies) dependents.get(dependency)?.push(wave.waveNumber);
  return { order: topologicalOrder(waves, dependents), dependentsOf: (waveNumber) => dependents.get(waveNumber) ?? [] };
}

function topologicalOrder(
  waves: readonly Pick<WaveSpec, "waveNumber" | "dependencies">[],
  dependents: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  const missing = new Map(waves.map((wave) => [wave.waveNumber, wave.dependencies.length]));
  /** Counts one dependency of `waveNumber` as done; true if it was the last. */
  const isReady = (waveNumber: number): boolean => {
    const left = (missing.get(waveNumber) ?? 0) - 1;
    missing.set(waveNumber, left);
    return left === 0;
  };
  const order: number[] = [];
  let ready = waves.filter((wave) => wave.dependencies.length === 0).map((wave) => wave.waveNumber);
  while (ready.length > 0) {
    ready.sort((a, b) => a - b);
    order.push(...ready);
    ready = ready.flatMap((waveNumber) => (dependents.get(waveNumber) ?? []).filter(isReady));
  }
  return order;
}

/** Tasks of a valid wave so that each stands after those that it depends on: the graph of waves does for them, too. */
export function tasksInOrder(tasks: readonly TaskSpec[]): readonly TaskSpec[] {
  if (tasks.every(({ dependsOn }) => dependsOn.length === 0)) return tasks;
  const numbers = new Map(tasks.map(({ taskId }, index) => [taskId, index + 1]));
  const nodes = tasks.map(({ dependsOn }, index) => ({
    waveNumber: index + 1,
    dependencies: dependsOn.flatMap((id) => numbers.get(id) ?? []),
  }));
  return waveGraph(nodes).order.flatMap((number) => tasks[number - 1] ?? []);
}

/** Whoever mends a hundred cycles may ask for the rest: all of them together can be larger than the plan itself. */
const MAX_CYCLES = 100;

/**
 * Cycles among nodes, each as the nodes on it with the first repeated at the end (`[1, 3, 2, 1]` = 1 waits for 3, 3 for 2, 2 for 1).
 * At least one per knot, at most a hundred in all; edges to unknown nodes and to oneself are left out.
 */
export function findCycles<Id>(edges: ReadonlyMap<Id, readonly Id[]>): readonly (readonly Id[])[] {
  const finished = new Set<Id>();
  const cycles: Id[][] = [];
  for (const start of edges.keys()) if (!finished.has(start)) walkFrom(start, edges, finished, cycles);
  return cycles;
}

/** Depth first without recursion: a chain of many thousand waves must not overflow the stack. */
function walkFrom<Id>(start: Id, edges: ReadonlyMap<Id, readonly Id[]>, finished: Set<Id>, cycles: Id[][]): void {
  const trail = new Map<Id, number>([[start, 0]]);
  const stack: { readonly id: Id; next: number }[] = [{ id: start, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const target = edges.get(top.id)?.[top.next];
    top.next += 1;
    if (target === undefined) {
      finished.add(top.id);
      trail.delete(top.id);
      stack.pop();
    } else if (target !== top.id && trail.has(target)) {
      if (cycles.length < MAX_CYCLES) cycles.push([...stack.slice(trail.get(target)).map((entry) => entry.id), target]);
    } else if (edges.has(target) && !finished.has(target) && !trail.has(target)) {
      trail.set(target, stack.length);
      stack.push({ id: target, next: 0 });
    }
  }
}
