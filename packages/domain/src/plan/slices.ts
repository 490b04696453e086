/** Cuts waves into pieces that fit into events, and joins them again. */
import type { TaskSpec, WaveSpec } from "@dr/events";

/** Room that the rest of an event needs under the rule of 16 KB. */
export const MAX_SLICE_BYTES = 14_000;

/**
 * The waves in order, cut so that no slice is larger than `maxBytes` of JSON (unless a single task is). A wave may be cut by tasks: each piece
 * repeats the wave's own fields. `joinWaves` is the inverse.
 */
export function sliceWaves(waves: readonly WaveSpec[], maxBytes = MAX_SLICE_BYTES): readonly (readonly WaveSpec[])[] {
  const slices: WaveSpec[][] = [];
  let room = 0;
  for (const wave of waves) {
    const shell = byteLength({ ...wave, tasks: [] }) + 1;
    for (const [index, task] of wave.tasks.entries()) {
      const bytes = byteLength(task) + 1;
      const open = slices.at(-1);
      const continued = index > 0 && open?.at(-1)?.waveNumber === wave.waveNumber;
      const cost = bytes + (continued ? 0 : shell);
      if (!open || cost > room) {
        slices.push([{ ...wave, tasks: [task] }]);
        room = maxBytes - shell - bytes;
      } else {
        addTask(open, wave, task, continued);
        room -= cost;
      }
    }
  }
  return slices;
}

function addTask(slice: WaveSpec[], wave: WaveSpec, task: TaskSpec, continued: boolean): void {
  if (continued) slice.at(-1)?.tasks.push(task);
  else slice.push({ ...wave, tasks: [task] });
}

/** The waves of which these are the slices, in order. Pieces of the same wave are joined. */
export function joinWaves(slices: readonly (readonly WaveSpec[])[]): readonly WaveSpec[] {
  const joined = new Map<number, WaveSpec>();
  for (const piece of slices.flat()) {
    const known = joined.get(piece.waveNumber);
    if (known) known.tasks.push(...piece.tasks);
    else joined.set(piece.waveNumber, { ...piece, tasks: [...piece.tasks] });
  }
  return [...joined.values()];
}

/** Bytes of a value as JSON in UTF-8. */
export function byteLength(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength;
}
