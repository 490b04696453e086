/** Whether the data folder's disk has room: what a full one does to a database says everything but that. */
import { statfsSync } from "node:fs";

/** Less than this is as good as nothing: a commit, its checkpoint and the queues' pages want to be written at once. */
const LEAST_BYTES = 4 * 1024 * 1024;

/** Reads the free bytes that this process may use on a folder's disk; replaced in tests. */
export type FreeBytes = (folder: string) => number;

const freeBytes: FreeBytes = (folder) => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** What to say when something failed and the disk is full; undefined where it has room, or cannot be asked. */
export function whyNoRoom(folder: string, free: FreeBytes = freeBytes): string | undefined {
  try {
    if (free(folder) >= LEAST_BYTES) return undefined;
  } catch {
    return undefined;
  }
  return `the disk of ${folder} is full: make room and start again. What was acknowledged is kept, and what was running goes on`;
}
