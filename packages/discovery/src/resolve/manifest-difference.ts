/** What a recovery would touch that the last drill did not, and the other way round. */
import { taskResources, type ExecutionState } from "@dr/domain";
import type { WaveSpec } from "@dr/events";

/** Names that came and went since a drill. Lists are cut, counts are not. */
export interface ManifestDifference {
  /** The drill that it is compared with; null if there was none, and then everything counts as never drilled. */
  readonly drillId: string | null;
  readonly neverDrilled: readonly string[];
  readonly neverDrilledCount: number;
  readonly gone: readonly string[];
  readonly goneCount: number;
  /** `+3 never drilled, −1`. */
  readonly summary: string;
}

/** As many names as fit into an answer that somebody reads. */
const SHOWN = 50;

/** What a drill really exercised: its tasks that had a result, cleaned up or not. */
export function exercisedIn({ executionId, waves }: Pick<ExecutionState, "executionId" | "waves">) {
  const exercised = waves.map(({ tasks }) => ({ tasks: tasks.filter(({ result }) => result !== null).map(({ spec }) => spec) }));
  return { executionId, drilled: exercised };
}

/** Compares what these waves act on with what a drill acted on. `drilled` are those of its tasks that ended well. */
export function differenceToDrill(
  waves: readonly Pick<WaveSpec, "tasks">[],
  drill: { readonly executionId: string; readonly drilled: readonly Pick<WaveSpec, "tasks">[] } | undefined,
): ManifestDifference {
  const now = actedOn(waves);
  const before = actedOn(drill?.drilled ?? []);
  const added = [...now].filter(([reference]) => !before.has(reference)).map(([, written]) => written);
  const gone = [...before].filter(([reference]) => !now.has(reference)).map(([, written]) => written);
  return {
    drillId: drill?.executionId ?? null,
    neverDrilled: added.slice(0, SHOWN),
    neverDrilledCount: added.length,
    gone: gone.slice(0, SHOWN),
    goneCount: gone.length,
    summary: `+${added.length} never drilled, −${gone.length}`,
  };
}

function actedOn(waves: readonly Pick<WaveSpec, "tasks">[]): ReadonlyMap<string, string> {
  return new Map(
    waves
      .flatMap(({ tasks }) => tasks)
      .flatMap((task) => taskResources(task))
      .filter(({ use }) => use === "acts")
      .map(({ reference, written }) => [reference, written]),
  );
}
