/** Given past events, when a command comes, then exactly these events follow: specs of a decider. */
import { hasCode, parseStrict, type DomainEvent } from "@dr/events";
import { expect } from "vitest";
import type { Decider } from "../decider.ts";

/** What a command led to, to be compared. Each check is exact. */
export interface Decided<State> {
  /** Exactly these events follow, in this order. */
  readonly thenEvents: (...events: readonly DomainEvent[]) => void;
  /** Nothing follows. */
  readonly thenNothing: () => void;
  /** The command is refused with this code; `details` must be among those of the error. */
  readonly thenThrows: (code: string, details?: Record<string, unknown>) => void;
  /** The state once the events that follow are folded in. */
  readonly thenState: () => State;
}

/** A stream, and what may be asked of it. */
export interface Given<State, Command> {
  readonly events: readonly DomainEvent[];
  readonly state: State;
  readonly when: (command: Command) => Decided<State>;
  /** The same stream after these commands were decided, one after the other. */
  readonly after: (...commands: readonly Command[]) => Given<State, Command>;
}

/**
 * `given(events)` for one decider. The state is deep-frozen and each decision is made twice, so a decider that changes what it was
 * given or reads a clock fails; every event must pass its own strict schema, and the state must survive JSON, as a snapshot does.
 */
export function specFor<State, Command>(decider: Decider<State, Command>): (...events: readonly DomainEvent[]) => Given<State, Command> {
  const fold = (state: State, events: readonly DomainEvent[]): State =>
    events.reduce((next, event) => deepFreeze(decider.evolve(next, event)), state);

  const decide = (state: State, command: Command): readonly DomainEvent[] => {
    const decided = deepFreeze(decider.decide(state, deepFreeze(command)));
    expect(decider.decide(state, command)).toEqual(decided);
    for (const { type, data } of decided) parseStrict(type, data);
    return decided;
  };

  const given = (events: readonly DomainEvent[], state: State): Given<State, Command> => ({
    events,
    state,
    when: (command) => ({
      thenEvents: (...expected) => expect(decide(state, command)).toEqual(expected),
      thenNothing: () => expect(decide(state, command)).toEqual([]),
      thenThrows: (code, details = {}) => {
        const error = refusalOf(() => decide(state, command));
        expect(error, `refused with ${code}`).toSatisfy((value) => hasCode(value, code));
        expect(error).toMatchObject({ details });
      },
      thenState: () => fold(state, decide(state, command)),
    }),
    after: (...commands) => {
      let past = events;
      let present = state;
      for (const command of commands) {
        const decided = decide(present, command);
        past = [...past, ...decided];
        present = fold(present, decided);
      }
      expect(JSON.parse(JSON.stringify(present))).toStrictEqual(present);
      return given(past, present);
    },
  });
  return (...events) => given(events, fold(deepFreeze(decider.initialState), events));
}

function refusalOf(act: () => unknown): unknown {
  try {
    return { decided: act() };
  } catch (error) {
    return error;
  }
}

/** The value itself, frozen with all that it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
