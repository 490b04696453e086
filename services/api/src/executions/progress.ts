/** How far running operations are, as their adapters last said. Shown, never decided on. */
import { outstandingOperations, toExecutionView, type ExecutionState, type Viewer } from "@dr/domain";
import type { Logger } from "@dr/runtime";

/** The last sign of life of an operation; `heardAt` is ISO 8601, UTC. */
export interface Progress {
  readonly percent?: number;
  readonly message: string;
  readonly heardAt: string;
}

/** Reads progress by operationId; silent operations are left out. */
export type ReadProgress = (operationIds: readonly string[]) => Promise<ReadonlyMap<string, Progress>>;

/** The execution with `progress` at each running task that was heard of. Without the progress table it is shown all the same. */
export async function viewWithProgress(
  state: ExecutionState,
  viewer: Viewer,
  { readProgress, logger }: { readonly readProgress: ReadProgress; readonly logger: Pick<Logger, "warn"> },
) {
  const view = toExecutionView(state, viewer);
  const running = outstandingOperations(state).map(({ operationId }) => operationId);
  if (running.length === 0) return view;
  const heard = await readProgress(running).catch((error: unknown) => {
    logger.warn("progress cannot be read", { error });
    return new Map<string, Progress>();
  });
  const withProgress = (task: (typeof view.waves)[number]["technologies"][number]) => {
    const progress = task.operationId === null ? undefined : heard.get(task.operationId);
    return progress === undefined ? task : { ...task, progress };
  };
  return { ...view, waves: view.waves.map((wave) => ({ ...wave, technologies: wave.technologies.map(withProgress) })) };
}
