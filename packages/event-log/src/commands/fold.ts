/** Folds commits into a state. */
import { DrError, findDefinition as findToday, upcast, type DomainEvent, type FindDefinition } from "@dr/events";
import { EMPTY_HEAD, headOf } from "../commit.ts";
import type { Commit, StoredEvent, StreamHead } from "../port.ts";

/** A state, where in the stream it stands, and the highest epoch that any commit up to there carried. */
export interface Folded<State> {
  readonly state: State;
  readonly head: StreamHead;
  readonly epoch: number;
}

/** Where the fold of every stream begins. */
export function startOf<State>({ initialState }: { readonly initialState: State }): Folded<State> {
  return { state: initialState, head: EMPTY_HEAD, epoch: 0 };
}

/** All commits of a stream, folded from its start. Pure. */
export function foldStream<State, Event extends DomainEvent = DomainEvent>(
  decider: { readonly initialState: State; readonly evolve: (state: State, event: Event) => State },
  commits: readonly Commit[],
): Folded<State> {
  return foldCommits(startOf(decider), commits, decider.evolve);
}

/**
 * A stored event in today's shape: lifted by the upcasters of its type, not validated again (it was when it was written).
 * Throws `event.unknown_type`: a state that leaves out an event of a newer writer would be wrong.
 */
export function toDomainEvent(stored: StoredEvent, findDefinition: FindDefinition = findToday): DomainEvent {
  const definition = findDefinition(stored.type);
  if (definition === undefined) throw new DrError("event.unknown_type", `cannot fold an event of unknown type ${stored.type}`);
  return { type: stored.type, data: upcast(definition, stored.data, stored.schemaVersion), at: stored.at } as DomainEvent;
}

/** `folded` moved on by `commits`, which must follow it. Pure. */
export function foldCommits<State, Event extends DomainEvent = DomainEvent>(
  folded: Folded<State>,
  commits: readonly Commit[],
  evolve: (state: State, event: Event) => State,
  findDefinition: FindDefinition = findToday,
): Folded<State> {
  let { state, head, epoch } = folded;
  for (const commit of commits) {
    for (const stored of commit.events) state = evolve(state, toDomainEvent(stored, findDefinition) as Event);
    head = headOf(commit);
    epoch = Math.max(epoch, commit.epoch);
  }
  return { state, head, epoch };
}
