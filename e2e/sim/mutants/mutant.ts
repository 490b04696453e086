/** A planted bug. */
import { executionDecider, type ExecutionCommand, type ExecutionState } from "@dr/domain";
import type { DomainEvent } from "@dr/events";
import { NO_BUGS, type Bugs } from "../components/bugs.ts";

/** A bug with a name; `plant` makes it afresh for each run. */
export interface Mutant {
  readonly name: string;
  readonly plant: () => Bugs;
}

/** The decider, or one with a bug. */
export type Decider = typeof executionDecider;

/** Plants a bug into the decider, wherever it runs. */
export function inDecider(change: (real: Decider) => Partial<Decider>): () => Bugs {
  const broken: Decider = { ...executionDecider, ...change(executionDecider) };
  return () => ({ ...NO_BUGS, planner: (deps) => ({ ...deps, decider: broken }), api: (deps) => ({ ...deps, decider: broken }) });
}

/** Changes one kind of command before it is decided on. */
export function changedCommand<T extends ExecutionCommand["type"]>(
  type: T,
  change: (command: Extract<ExecutionCommand, { readonly type: T }>, state: ExecutionState) => ExecutionCommand,
): () => Bugs {
  return inDecider(({ decide }) => ({
    decide: (state, command) =>
      decide(state, command.type === type ? change(command as Extract<ExecutionCommand, { readonly type: T }>, state) : command),
  }));
}

/** Changes what was decided. */
export function changedDecision(
  change: (events: readonly DomainEvent[], state: ExecutionState, command: ExecutionCommand) => readonly DomainEvent[],
): () => Bugs {
  return inDecider(({ decide }) => ({ decide: (state, command) => change(decide(state, command), state, command) }));
}
