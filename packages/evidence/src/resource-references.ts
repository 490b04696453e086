/** What the names of an execution mean: each as it was written, with the one reference by which locks, duplicates and the journal know it. */
import { taskResources, type ExecutionState } from "@dr/domain";

/** A name at its place in an execution. `use`: what the task does with it (acts on it, reads it, chooses it, mentions it). */
export interface ResourceReference {
  readonly waveNumber: number;
  readonly taskId: string;
  readonly written: string;
  readonly kind: string;
  readonly reference: string;
  readonly use: string;
}

/** Every name of every task, in the order of the plan; the same name in one task once for each reading of it. */
export function toResourceReferences({ waves }: Pick<ExecutionState, "waves">): readonly ResourceReference[] {
  return waves.flatMap(({ spec: { waveNumber }, tasks }) =>
    tasks.flatMap(({ spec }) => {
      const named = taskResources(spec).map(({ written, kind, reference, use }) => {
        const of = { waveNumber, taskId: spec.taskId };
        return { ...of, written, kind, reference, use };
      });
      return [...new Map(named.map((one) => [JSON.stringify(one), one])).values()];
    }),
  );
}

/** The references that a task knows by a written name, several of them joined by a blank; empty for what it does not name, such as an instance that it launched. */
export function referenceOf(
  references: readonly ResourceReference[],
  { waveNumber, taskId, written }: Pick<ResourceReference, "waveNumber" | "taskId" | "written">,
): string {
  const found = references.filter((one) => one.waveNumber === waveNumber && one.taskId === taskId && one.written === written);
  return [...new Set(found.map(({ reference }) => reference))].join(" ");
}
