/** The mark of a task in the names of what it makes. */
import { createHash } from "node:crypto";
import type { TaskContext } from "./operation.ts";

/** So many hexadecimal digits, the same for every attempt of a task: a later one finds by its name what an earlier one made. */
export function taskMark({ executionId, taskId }: Pick<TaskContext<unknown>, "executionId" | "taskId">, digits: number): string {
  return createHash("sha256").update(`${executionId}|${taskId}`).digest("hex").slice(0, digits);
}
