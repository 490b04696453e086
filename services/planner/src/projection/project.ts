/** Writes the list items of executions and plans that whoever appended did not write. */
import { toCatalogItem, toHistoryItem, type ExecutionCommand, type ExecutionState, type PlanState } from "@dr/domain";
import { subjectOf, type CommandHandler, type HistoryStore, type PlanCatalog } from "@dr/event-log";

/** What projecting needs. */
export interface ProjectDeps {
  readonly executions: Pick<CommandHandler<ExecutionState, ExecutionCommand>, "load">;
  readonly plans: Pick<CommandHandler<PlanState, never>, "load">;
  readonly history: Pick<HistoryStore, "put" | "get">;
  readonly catalog: Pick<PlanCatalog, "put" | "get">;
}

/** Brings the history item of an execution up to its stream. */
export type ProjectExecution = (executionId: string) => Promise<void>;

/** Brings the item of a stream up to at least `version`; resolves to whether it lagged behind. Streams of other kinds are passed over. */
export type ProjectStream = (streamId: string, version: number) => Promise<boolean>;

/** Projects executions. The put is conditional on a higher version, so that the slower of two writers changes nothing. */
export function createProjectExecution({ executions, history }: Pick<ProjectDeps, "executions" | "history">): ProjectExecution {
  return async (executionId) => {
    const { state, head } = await executions.load(executionId);
    if (head.version > 0) await history.put(toHistoryItem(state, head.version));
  };
}

/** Streams whose items a warm process remembers. */
const MAX_REMEMBERED = 1_000;

/**
 * Projects any stream. It looks at the item first: usually whoever appended has written it, and folding the stream would be for nothing. One look
 * does for all commits that the item is ahead of.
 */
export function createProjectStream(deps: ProjectDeps): ProjectStream {
  const { plans, history, catalog } = deps;
  const projectExecution = createProjectExecution(deps);
  const seen = new Map<string, number>();
  const isWritten = async (streamId: string, version: number, read: () => Promise<{ readonly version: number } | null | undefined>) => {
    if ((seen.get(streamId) ?? 0) >= version) return true;
    const found = (await read())?.version ?? 0;
    if (seen.size >= MAX_REMEMBERED) seen.clear();
    seen.set(streamId, found);
    return found >= version;
  };
  return async (streamId, version) => {
    const id = subjectOf(streamId);
    if (streamId.startsWith("EXEC#")) {
      if (await isWritten(streamId, version, () => history.get(id))) return false;
      await projectExecution(id);
      return true;
    }
    if (!streamId.startsWith("PLAN#") || (await isWritten(streamId, version, () => catalog.get(id)))) return false;
    const { state, head } = await plans.load(id);
    const item = toCatalogItem(state, head.version);
    return item === null ? false : catalog.put({ ...item });
  };
}
