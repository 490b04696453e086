/** When each task of a plan would end, if each took a given time; and the longest chain of them. */
import type { WaveSpec } from "@dr/events";
import { tasksInOrder, waveGraph } from "../plan/graph.ts";
import { must } from "../execution/must.ts";

/** Seconds from the start. `after` is the task that was waited for last; null for a task that waits for nothing. */
interface Slot {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly after: string | null;
}

/** The end of everything, of each wave, and the chain that sets it, first task first. */
export interface Schedule {
  readonly seconds: number;
  readonly waves: readonly { readonly waveNumber: number; readonly startSeconds: number; readonly endSeconds: number }[];
  readonly criticalPath: readonly string[];
}

/** The schedule of valid waves: a wave starts when those that it depends on are over, a task when its wave runs and what it depends on is over. */
export function scheduleWaves(waves: readonly WaveSpec[], secondsOf: (taskId: string) => number): Schedule {
  const byNumber = new Map(waves.map((wave) => [wave.waveNumber, wave]));
  const slots = new Map<string, Slot>();
  const ends = new Map<number, { readonly startSeconds: number; readonly endSeconds: number; readonly last: string | null }>();
  for (const waveNumber of waveGraph(waves).order) {
    const wave = must(byNumber.get(waveNumber), "wave of the graph");
    const before = latest(wave.dependencies.map((dependency) => must(ends.get(dependency), "wave that is depended on")));
    const { endSeconds: startSeconds, last: after } = before ?? { endSeconds: 0, last: null };
    const placed = placeTasks(wave, { startSeconds, after, secondsOf, slots });
    ends.set(waveNumber, { startSeconds, endSeconds: placed?.endSeconds ?? startSeconds, last: placed?.taskId ?? after });
  }
  const end = latest([...ends.values()]);
  return {
    seconds: end?.endSeconds ?? 0,
    waves: waves.map(({ waveNumber }) => {
      const { startSeconds, endSeconds } = must(ends.get(waveNumber), "wave that was placed");
      return { waveNumber, startSeconds, endSeconds };
    }),
    criticalPath: chainTo(end?.last ?? null, slots),
  };
}

interface Placed {
  readonly taskId: string;
  readonly endSeconds: number;
}

interface Placing {
  readonly startSeconds: number;
  readonly after: string | null;
  readonly secondsOf: (taskId: string) => number;
  readonly slots: Map<string, Slot>;
}

/** Places the tasks of a wave, each after what it depends on; the one that ends last. */
function placeTasks({ tasks }: WaveSpec, placing: Placing): Placed | undefined {
  const { startSeconds, after, secondsOf, slots } = placing;
  const placed = tasksInOrder(tasks).map(({ taskId, dependsOn }): Placed => {
    const before = latest(
      dependsOn.map((id): Placed => ({ taskId: id, endSeconds: must(slots.get(id), "task that is depended on").endSeconds })),
    );
    const start = before?.endSeconds ?? startSeconds;
    const endSeconds = start + secondsOf(taskId);
    slots.set(taskId, { startSeconds: start, endSeconds, after: before?.taskId ?? after });
    return { taskId, endSeconds };
  });
  return latest(placed);
}

/** The one that ends last; of those that end at once the last, so that a chain of what takes no time is still a chain. */
function latest<T extends { readonly endSeconds: number }>(items: readonly T[]): T | undefined {
  return items.reduce<T | undefined>((last, item) => (last === undefined || item.endSeconds >= last.endSeconds ? item : last), undefined);
}

function chainTo(last: string | null, slots: ReadonlyMap<string, Slot>): readonly string[] {
  const chain: string[] = [];
  for (let taskId = last; taskId !== null; taskId = slots.get(taskId)?.after ?? null) chain.push(taskId);
  return chain.toReversed();
}
