/** The mark of a command: Run Command has no token, but keeps a comment of at most 100 characters (API reference, SendCommand). */
import type { TaskContext } from "@dr/adapter-kit";

/** The comment of one act on one resource of one attempt. */
export function commentOf({ resourceOperationId }: Pick<TaskContext<unknown>, "resourceOperationId">): string {
  return `dr ${resourceOperationId}`;
}

/** Our clock and the service's may differ by some minutes. */
const SKEW_MS = 300_000;

/** From when on a command is looked for (ISO 8601). */
export function sentAfter(intentAt: string): string {
  return new Date(Date.parse(intentAt) - SKEW_MS).toISOString();
}
