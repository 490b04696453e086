/** Where checkpoints are kept: written once, never changed. */
import type { Checkpoint } from "./checkpoint.ts";

/** A store of checkpoints. Whoever writes the log must not be able to change or remove what is in it. */
export interface CheckpointStore {
  /** Keeps a checkpoint of a version that has none. False, and nothing changed, if there is one already. */
  readonly put: (checkpoint: Checkpoint) => Promise<boolean>;
  /** The checkpoint of exactly this version, or null. */
  readonly read: (streamId: string, version: number) => Promise<Checkpoint | null>;
  /** The last checkpoints of a stream, the newest first. */
  readonly newest: (streamId: string, limit: number) => Promise<readonly Checkpoint[]>;
}

const DIGITS = 12;
const LAST = 10 ** DIGITS - 1;

/** Where the checkpoints of a stream lie, as a path. */
export function checkpointFolder(streamId: string): string {
  return `checkpoints/${encodeURIComponent(streamId)}/`;
}

/** Path of one checkpoint. Versions count down, so that a list in the order of names begins with the newest. */
export function checkpointPath(streamId: string, version: number): string {
  return `${checkpointFolder(streamId)}${String(LAST - version).padStart(DIGITS, "0")}.json`;
}
