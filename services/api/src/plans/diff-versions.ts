/** What two versions of a plan differ in, by meaning: waves by number, tasks by id, names as sets. */
import type { PlanVersion } from "@dr/domain";
import type { TaskSpec, WaveSpec } from "@dr/events";
import { changesBetween, type FieldChange } from "./field-changes.ts";

/** A wave or a task that came, went or changed. */
interface Change {
  readonly change: "added" | "removed" | "changed";
  readonly fields: readonly FieldChange[];
}

/** The difference between two versions. Order of waves, tasks and names in a file means nothing, and makes none. */
export interface VersionDiff {
  readonly planId: string;
  readonly from: number;
  readonly to: number;
  readonly identical: boolean;
  /** In words, the most dangerous first. */
  readonly summary: readonly string[];
  readonly header: readonly FieldChange[];
  readonly waves: readonly (Change & { readonly waveNumber: number; readonly name: string })[];
  readonly tasks: readonly (Change & {
    readonly taskId: string;
    readonly waveNumber: number;
    readonly movedFrom?: number;
    readonly technology: string;
    readonly operation: string;
  })[];
}

/** Compares two versions of one plan. */
export function diffVersions(before: PlanVersion, after: PlanVersion): VersionDiff {
  const header = changesBetween(before.header, after.header);
  const waves = diffWaves(before.waves, after.waves);
  const tasks = diffTasks(before.waves, after.waves);
  const { planId } = after.header;
  return {
    planId,
    from: before.version,
    to: after.version,
    identical: before.planHash === after.planHash,
    summary: [
      ...saysOfGates(waves),
      ...saysOfTasks(tasks),
      ...saysOfWaves(waves),
      ...header.map(({ path }) => `${path} of the plan changed`),
    ],
    header,
    waves,
    tasks,
  };
}

function diffWaves(before: readonly WaveSpec[], after: readonly WaveSpec[]): VersionDiff["waves"] {
  return pair(before, after, ({ waveNumber }) => waveNumber).flatMap(([old, now]): VersionDiff["waves"] => {
    const { waveNumber, name } = must(now ?? old);
    if (!old || !now) return [{ waveNumber, name, change: now ? "added" : "removed", fields: [] }];
    const fields = changesBetween({ ...old, tasks: undefined }, { ...now, tasks: undefined });
    return fields.length === 0 ? [] : [{ waveNumber, name, change: "changed", fields }];
  });
}

function diffTasks(before: readonly WaveSpec[], after: readonly WaveSpec[]): VersionDiff["tasks"] {
  const tasksOf = (waves: readonly WaveSpec[]): readonly TaskSpec[] => waves.flatMap(({ tasks }) => tasks);
  return pair(tasksOf(before), tasksOf(after), ({ taskId }) => taskId).flatMap(([old, now]): VersionDiff["tasks"] => {
    const { taskId, waveNumber, type: technology, operation } = must(now ?? old);
    const about = { taskId, waveNumber, technology, operation };
    if (!old || !now) return [{ ...about, change: now ? "added" : "removed", fields: [] }];
    const own = (task: TaskSpec) => ({ ...task, declared: undefined, waveNumber: undefined });
    const fields = changesBetween(own(old), own(now));
    const moved = old.waveNumber === waveNumber ? {} : { movedFrom: old.waveNumber };
    return fields.length === 0 && !("movedFrom" in moved) ? [] : [{ ...about, ...moved, change: "changed", fields }];
  });
}

/** A gate that went is what a reader must see first. */
function saysOfGates(waves: VersionDiff["waves"]): readonly string[] {
  return waves.flatMap(({ waveNumber, fields }) =>
    fields.flatMap(({ path, from, to }) => {
      if ((path === "pauseBeforeWave" || path === "pauseAfterWave") && from === true)
        return [`wave ${waveNumber} no longer pauses (${path})`];
      if (path === "pause.approval" && to === undefined) return [`wave ${waveNumber} no longer needs an approval`];
      if (path === "pause.approval.minApprovals" && Number(to) < Number(from))
        return [`wave ${waveNumber} needs ${String(to)} approvals instead of ${String(from)}`];
      return [];
    }),
  );
}

function saysOfTasks(tasks: VersionDiff["tasks"]): readonly string[] {
  return tasks.map(({ taskId, waveNumber, movedFrom, change, technology, operation, fields }) => {
    const what = `${taskId} (${technology} ${operation}, wave ${waveNumber})`;
    if (change !== "changed") return `${what} was ${change}`;
    const moved = movedFrom === undefined ? "" : ` came from wave ${movedFrom}`;
    const changed = fields.length === 0 ? "" : `${moved === "" ? "" : ","} changed: ${fields.map(({ path }) => path).join(", ")}`;
    return `${what}${moved}${changed}`;
  });
}

function saysOfWaves(waves: VersionDiff["waves"]): readonly string[] {
  return waves.map(({ waveNumber, name, change, fields }) =>
    change === "changed"
      ? `wave ${waveNumber} changed: ${fields.map(({ path }) => path).join(", ")}`
      : `wave ${waveNumber} (${name}) was ${change}`,
  );
}

function pair<Item, Key>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => Key,
): readonly (readonly [Item | undefined, Item | undefined])[] {
  const [old, now] = [before, after].map((items) => new Map(items.map((item) => [keyOf(item), item])));
  const keys = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...keys].map((key) => [old?.get(key), now?.get(key)] as const);
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("broken invariant: a pair of nothing");
  return value;
}
