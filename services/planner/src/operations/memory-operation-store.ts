/** Progress in memory: for tests and the simulation. */
import { isNews, type OperationProgress, type OperationStore } from "./operation-store.ts";

/** A store in memory; `writes` counts what would have been written. */
export interface MemoryOperationStore extends OperationStore {
  readonly get: (operationId: string) => OperationProgress | undefined;
  readonly writes: () => number;
}

/** An empty store. */
export function createMemoryOperationStore(): MemoryOperationStore {
  const items = new Map<string, OperationProgress>();
  let writes = 0;
  return {
    hear: async (progress) => {
      if (!isNews(items.get(progress.operationId), progress)) return;
      items.set(progress.operationId, progress);
      writes += 1;
    },
    lastWords: async (operationIds) => {
      const known = operationIds.flatMap((id) => items.get(id) ?? []);
      return {
        heard: Object.fromEntries(known.map(({ operationId, heardAt }) => [operationId, heardAt])),
        said: Object.fromEntries(known.map(({ operationId, message }) => [operationId, message])),
      };
    },
    get: (operationId) => items.get(operationId),
    writes: () => writes,
  };
}
