/** How far running operations are, as their adapters last said. Shown, never decided on. */
import { outstandingOperations, toExecutionView, type NextView, type ExecutionState, type Viewer } from "@dr/domain";
import type { Logger } from "@dr/runtime";

/** The last sign of life of an operation; `heardAt` is ISO 8601, UTC. */
export interface Progress {
  readonly percent?: number;
  readonly message: string;
  readonly heardAt: string;
}

/** Reads progress by operationId; silent operations are left out. */
export type ReadProgress = (operationIds: readonly string[]) => Promise<ReadonlyMap<string, Progress>>;

/** A read of one execution costs two requests at most. */
const MAX_REQUESTS = 2;

/** How progress is read; `requests` were spent on the state already. Where two are, the next look, from a remembered state, tells it. */
export interface ProgressDeps {
  readonly readProgress: ReadProgress;
  readonly logger: Pick<Logger, "warn">;
  readonly requests: number;
}

/** What a status says of tasks in flight, each with `progress` as its adapter last told it: a throttled or stuck one shows as such. */
export async function statusWithProgress<View extends { readonly next?: NextView | undefined }>(view: View, deps: ProgressDeps) {
  const { next } = view;
  const operations = next?.atWork.tasks.flatMap(({ operationId, status }) =>
    operationId === null || status === "retry_scheduled" ? [] : [operationId],
  );
  if (!next || !operations?.length) return view;
  const heard = await readOrNothing(operations, deps);
  const tasks = next.atWork.tasks.map((task) => withProgress(task, heard));
  return { ...view, next: { ...next, atWork: { ...next.atWork, tasks } } };
}

async function readOrNothing(
  operations: readonly string[],
  { readProgress, logger, requests }: ProgressDeps,
): Promise<ReadonlyMap<string, Progress>> {
  if (requests >= MAX_REQUESTS) return new Map();
  return readProgress(operations).catch((error: unknown) => {
    logger.warn("progress cannot be read", { error });
    return new Map<string, Progress>();
  });
}

function withProgress<Task extends { readonly operationId: string | null }>(
  task: Task,
  heard: ReadonlyMap<string, Progress>,
): Task | (Task & { readonly progress: Progress }) {
  const progress = task.operationId === null ? undefined : heard.get(task.operationId);
  return progress === undefined ? task : { ...task, progress };
}

/** The execution with `progress` at each running task that was heard of. Without the progress table it is shown all the same. */
export async function viewWithProgress(state: ExecutionState, viewer: Viewer, deps: ProgressDeps) {
  const view = toExecutionView(state, viewer);
  const running = outstandingOperations(state).map(({ operationId }) => operationId);
  if (running.length === 0) return view;
  const heard = await readOrNothing(running, deps);
  return {
    ...view,
    waves: view.waves.map((wave) => ({ ...wave, technologies: wave.technologies.map((task) => withProgress(task, heard)) })),
  };
}
