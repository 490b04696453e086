/** A receiver: where events go, what it wants of them, and how patient we are with it. */
import type { Envelope } from "@dr/events";
import type { Failing } from "./failing.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { actsOn } from "./interest.ts";

/** Which events a receiver wants; an absent list wants all. */
export interface EventFilter {
  readonly types?: readonly string[];
  readonly planIds?: readonly string[];
  readonly executionTypes?: readonly ("drill" | "recovery")[];
  /** Executions (or plans) by id: nobody else's events so much as open a lane. */
  readonly subjects?: readonly string[];
  /** All of these tags, each with this value. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Times are ISO 8601, UTC. */
export interface Receiver {
  readonly receiverId: string;
  /** Kind of the integration that maps events for it. */
  readonly kind: string;
  readonly filter: EventFilter;
  /** What its integration needs to reach it, e.g. `url`. Never a secret. */
  readonly settings: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  /** Why it is off, and who was told, when it is. */
  readonly disabledReason?: string;
  /** Events from before are none of its business, unless it asks for a replay. */
  readonly since: string;
  /** Requests a second at most. */
  readonly ratePerSecond: number;
  /** How long an event is tried before it is a dead letter, in hours. */
  readonly retryHours: number;
  /** How it fails at present; absent while it does not. Written by those who send. */
  readonly failing?: Failing;
  /** Goes as soon as one event was sent, or became a dead letter. */
  readonly once?: true;
}

/** Whether nobody may ask this receiver now: its breaker is open. */
export function restsAt({ failing }: Pick<Receiver, "failing">, nowIso: string): boolean {
  return failing?.restsUntil !== undefined && failing.restsUntil > nowIso;
}

/** Whether a receiver may want events of this execution or plan: known before the event is. */
export function isAbout({ filter: { subjects } }: Pick<Receiver, "filter">, subject: string): boolean {
  return subjects === undefined || subjects.includes(subject);
}

/** Whether a receiver may want events of this type: known before the execution is. */
export function mayWant({ kind, filter: { types } }: Pick<Receiver, "kind" | "filter">, type: string): boolean {
  return (types === undefined || types.includes(type)) && actsOn(kind, type);
}

/** Whether a receiver wants this event. */
export function isWanted(filter: EventFilter, event: Envelope, context: ExecutionContext): boolean {
  const wants = <T>(list: readonly T[] | undefined, value: T): boolean => list === undefined || list.includes(value);
  return (
    wants(filter.subjects, event.subject) &&
    wants(filter.types, event.type) &&
    wants(filter.planIds, context.planId) &&
    wants(filter.executionTypes, context.executionType) &&
    Object.entries(filter.tags ?? {}).every(([key, value]) => context.tags[key] === value)
  );
}
