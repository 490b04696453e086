/** Shape of the functions that fold one event type each. */
import type { EventData, EventType } from "@dr/events";
import type { ExecutionState } from "../state.ts";

/** Event types of an execution's stream: not those of plans, and neither progress nor what is audited, which are never recorded. */
export type ExecutionEventType = Exclude<
  EventType,
  | "RequestServed"
  | "RequestRefused"
  | "DeliveryEnded"
  | "PlanWavesAdded"
  | "PlanCreated"
  | "PlanUpdated"
  | "PlanDeleted"
  | "TechnologyProgressed"
>;

/** Folds one event into the state; `at` is when it was decided. */
export type Evolve<T extends EventType> = (state: ExecutionState, data: EventData<T>, at: string) => ExecutionState;
