/** Checkpoints in a folder of this machine: one file each, created once and never opened for writing again. */
import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkpointFolder, checkpointPath, type CheckpointStore } from "./checkpoint-store.ts";
import { parseCheckpoint, type Checkpoint } from "./checkpoint.ts";

/**
 * A store below `folder`, in the layout of the bucket. A file appears whole or not at all, and only where there is none. Who may write the folder may remove files:
 * on one machine it is the signature, and a copy kept elsewhere, that tell.
 */
export function createFileCheckpointStore(folder: string): CheckpointStore {
  const readIfThere = async (path: string): Promise<Checkpoint | null> => {
    const text = await ignoring("ENOENT", readFile(join(folder, path), "utf8"));
    return text === undefined ? null : parseCheckpoint(text, path);
  };
  return {
    put: async (checkpoint) => {
      const path = join(folder, checkpointPath(checkpoint.streamId, checkpoint.version));
      const draft = `${path}.${randomUUID()}`;
      const write = () => writeFile(draft, JSON.stringify(checkpoint), { flag: "wx", mode: 0o444 }).then(() => true);
      // The folder is there for all checkpoints of a stream but the first.
      if (!(await ignoring("ENOENT", write()))) {
        await mkdir(dirname(path), { recursive: true });
        await write();
      }
      try {
        return (
          (await ignoring(
            "EEXIST",
            link(draft, path).then(() => true),
          )) ?? false
        );
      } finally {
        await unlink(draft);
      }
    },
    read: (streamId, version) => readIfThere(checkpointPath(streamId, version)),
    newest: async (streamId, limit) => {
      const below = checkpointFolder(streamId);
      const names = (await ignoring("ENOENT", readdir(join(folder, below)))) ?? [];
      const kept = names.filter((name) => name.endsWith(".json")).toSorted();
      const found = await Promise.all(kept.slice(0, limit).map((name) => readIfThere(`${below}${name}`)));
      return found.filter((checkpoint) => checkpoint !== null);
    },
  };
}

/** What `work` gives, or undefined if it fails with this code of the file system. */
async function ignoring<T>(code: "ENOENT" | "EEXIST", work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return undefined;
    throw error;
  }
}
