/** By what something that was made is known again. */
import type { TaskContext } from "@dr/adapter-kit";

/** What makes tags and tokens: a new attempt makes something new, where an earlier one ended in an error. At most 64 characters. */
export function markOf({ resourceOperationId, attempt }: Pick<TaskContext<unknown>, "resourceOperationId" | "attempt">): string {
  return attempt === 1 ? resourceOperationId : `${resourceOperationId.slice(0, 56)}-${attempt}`;
}
