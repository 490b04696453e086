/** The decider pattern: three pure functions. No clock, no ids, no randomness: they arrive with the command. */
import type { DomainEvent } from "@dr/events";

/** A decider over one stream. `decide` throws `DrError` when the command is refused and returns [] when there is nothing to do. */
export interface Decider<State, Command, Event extends DomainEvent = DomainEvent> {
  readonly initialState: State;
  readonly decide: (state: State, command: Command) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
  /** Version of these rules, where they have one: raised whenever the same command on the same state may lead to something else. */
  readonly rules?: number;
}
