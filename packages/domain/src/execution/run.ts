/** One decision in the making: the events so far, and the state as if they had happened. */
import type { DomainEvent, EventData } from "@dr/events";
import { evolve } from "./evolve/evolve.ts";
import type { ExecutionEventType } from "./evolve/types.ts";
import type { ExecutionState } from "./state.ts";

/** Local to one `decide`; what was passed in is never changed. */
export interface Run {
  state: ExecutionState;
  readonly events: DomainEvent[];
  readonly now: string;
}

/** A decision that starts from `state` at `now`. */
export function startRun(state: ExecutionState, now: string): Run {
  return { state, events: [], now };
}

/** Adds an event to the decision and folds it, so that what follows is decided on it. */
export function emit<T extends ExecutionEventType>(run: Run, type: T, data: EventData<T>): void {
  const event = { type, data, at: run.now } as DomainEvent;
  run.events.push(event);
  run.state = evolve(run.state, event);
}
