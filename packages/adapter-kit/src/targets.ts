/** What a task acts on, asked in one place. */
import { DrError } from "@dr/events";
import type { Operation } from "./operation.ts";

/**
 * The resources of a task: at least one, for a task that acts on nothing would be done at once and look like a success. Throws `task.names_nothing`, and whatever the
 * operation says of an input that its schemas cannot refuse.
 */
export function targetsOf<Clients>(
  operation: Pick<Operation<Clients>, "listTargets">,
  input: { readonly resources: unknown; readonly config: unknown },
): readonly string[] {
  const targets = operation.listTargets(input);
  if (targets.length > 0) return targets;
  throw new DrError("task.names_nothing", "the task names nothing to act on: expected at least one resource");
}
