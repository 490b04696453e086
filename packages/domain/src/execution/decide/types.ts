/** Shape of the functions that decide one command each. */
import type { DomainEvent } from "@dr/events";
import type { ExecutionCommand } from "../commands.ts";
import type { ExecutionState } from "../state.ts";

/** Decides one command: the events that follow, none if there is nothing to do. Throws `DrError` when it is refused. */
export type Decide<T extends ExecutionCommand["type"]> = (
  state: ExecutionState,
  command: Extract<ExecutionCommand, { readonly type: T }>,
) => readonly DomainEvent[];
