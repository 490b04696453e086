/** How deep things lie in the graph of what they depend on. */
import { must } from "./must.ts";
import type { WaveState } from "./state.ts";

/** Anything that depends on others of its kind. */
export interface Node {
  readonly id: string | number;
  readonly dependencies: readonly (string | number)[];
}

/** Longest chain before each node, or undefined if there is a cycle, a repeated id or an unknown dependency. */
export function depthsOf(nodes: readonly Node[]): readonly number[] | undefined {
  const positions = new Map(nodes.map((node, index) => [node.id, index]));
  const dependents: number[][] = nodes.map(() => []);
  for (const [index, node] of nodes.entries()) {
    for (const id of node.dependencies) dependents[positions.get(id) ?? -1]?.push(index);
  }
  const missing = nodes.map((node) => node.dependencies.length);
  const depths = nodes.map(() => 0);
  const ready = [...missing.keys()].filter((index) => missing[index] === 0);
  for (const index of ready) {
    for (const dependent of must(dependents[index], "dependents of a node")) {
      depths[dependent] = Math.max(must(depths[dependent], "depth of a node"), must(depths[index], "depth of a node") + 1);
      missing[dependent] = must(missing[dependent], "missing of a node") - 1;
      if (missing[dependent] === 0) ready.push(dependent);
    }
  }
  return positions.size === nodes.length && ready.length === nodes.length ? depths : undefined;
}

/** Longest chain of waves before each wave. */
export function waveDepths(waves: readonly WaveState[]): readonly number[] {
  return must(depthsOf(waves.map(({ spec }) => ({ id: spec.waveNumber, dependencies: spec.dependencies }))), "a graph of waves");
}

/** Longest chain of tasks before each task of a wave. */
export function taskDepths({ tasks }: WaveState): readonly number[] {
  return must(depthsOf(tasks.map(({ spec }) => ({ id: spec.taskId, dependencies: spec.dependsOn }))), "a graph of tasks");
}
