/** Checkpoints in memory, for tests and the simulation. */
import { checkpointFolder, checkpointPath, type CheckpointStore } from "../checkpoints/checkpoint-store.ts";
import { parseCheckpoint } from "../checkpoints/checkpoint.ts";

/** An empty store with the same conditions as the others. */
export function createMemoryCheckpointStore(): CheckpointStore {
  const texts = new Map<string, string>();
  const parse = (path: string) => parseCheckpoint(texts.get(path) ?? "", path);
  return {
    put: async (checkpoint) => {
      const path = checkpointPath(checkpoint.streamId, checkpoint.version);
      if (texts.has(path)) return false;
      texts.set(path, JSON.stringify(checkpoint));
      return true;
    },
    read: async (streamId, version) => {
      const path = checkpointPath(streamId, version);
      return texts.has(path) ? parse(path) : null;
    },
    newest: async (streamId, limit) => {
      const folder = checkpointFolder(streamId);
      const paths = [...texts.keys()].filter((path) => path.startsWith(folder)).toSorted();
      return paths.slice(0, limit).map(parse);
    },
  };
}
