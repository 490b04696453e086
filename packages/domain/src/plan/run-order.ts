/** Whether one thing of a plan is certain to be over before another begins. */
import type { WaveSpec } from "@dr/events";
import { waveGraph } from "./graph.ts";

/** Where a task stands. */
export interface Place {
  readonly waveNumber: number;
  /** Index among the wave's tasks. */
  readonly task: number;
}

/** The order that waves and `dependsOn` give to the tasks of a valid plan. */
export interface RunOrder {
  /** Negative if `a` stands before `b` in an order that keeps every dependency; tasks that may run at once stand in some order. */
  readonly compare: (a: Place, b: Place) => number;
  /** True if `b` waits, directly or not, until `a` is over. */
  readonly isBefore: (a: Place, b: Place) => boolean;
}

interface Node {
  readonly waveNumber: number;
  readonly dependencies: readonly number[];
}

interface Ordered {
  readonly position: (node: number) => number;
  readonly reaches: (from: number, to: number) => boolean;
}

/** The order of a plan's tasks. The inside of a wave is looked at only when it is asked for. */
export function createRunOrder(waves: readonly Pick<WaveSpec, "waveNumber" | "dependencies" | "tasks">[]): RunOrder {
  const ofWaves = order(waves.map(({ waveNumber, dependencies }) => ({ waveNumber, dependencies })));
  const byNumber = new Map(waves.map((wave) => [wave.waveNumber, wave]));
  const ofTasks = new Map<number, Ordered>();
  const within = (waveNumber: number): Ordered => {
    const known = ofTasks.get(waveNumber);
    if (known) return known;
    const tasks = byNumber.get(waveNumber)?.tasks ?? [];
    const indexes = new Map(tasks.map(({ taskId }, index) => [taskId, index]));
    const nodes = tasks.map(({ dependsOn }, index) => ({
      waveNumber: index,
      dependencies: dependsOn.flatMap((id) => indexes.get(id) ?? []),
    }));
    const made = order(nodes);
    ofTasks.set(waveNumber, made);
    return made;
  };
  return {
    compare: (a, b) => {
      if (a.waveNumber !== b.waveNumber) return ofWaves.position(a.waveNumber) - ofWaves.position(b.waveNumber);
      return within(a.waveNumber).position(a.task) - within(a.waveNumber).position(b.task);
    },
    isBefore: (a, b) =>
      a.waveNumber === b.waveNumber ? within(a.waveNumber).reaches(a.task, b.task) : ofWaves.reaches(a.waveNumber, b.waveNumber),
  };
}

function order(nodes: readonly Node[]): Ordered {
  const graph = waveGraph(nodes.map(({ waveNumber, dependencies }) => ({ waveNumber, dependencies: [...dependencies] })));
  const positions = new Map(graph.order.map((node, index) => [node, index]));
  const position = (node: number): number => positions.get(node) ?? 0;
  return {
    position,
    reaches: (from, to) => {
      const end = position(to);
      const seen = new Set([from]);
      const waiting = [from];
      for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
        for (const next of graph.dependentsOf(node)) {
          if (next === to) return true;
          // Whatever stands behind the end cannot lead to it.
          if (position(next) >= end || seen.has(next)) continue;
          seen.add(next);
          waiting.push(next);
        }
      }
      return false;
    },
  };
}
