/** What an adapter team brings to the conformance kit. */
import type { ExecutionType, Mode } from "@dr/events";
import type { VirtualClock } from "@dr/runtime";
import type { ClientsAt } from "../accounts/places.ts";
import type { Adapter } from "../define-adapter.ts";
import type { WrapPort } from "./faults.ts";

/** A stateful fake of what the adapter acts on, in virtual time. */
export interface FakeWorld<Clients> {
  /** The clients on this world; every port has to pass through `wrap`, which adds crashes and faults. */
  readonly createClients: (wrap: WrapPort) => Clients;
  /** Clients by the place that a task acts in, for worlds that have several; `createClients` is not asked then. */
  readonly clientsAt?: ClientsAt<Clients>;
  /** Every effect that the world accepted, one line each: this is what must not happen twice. */
  readonly effects: () => readonly string[];
  /** The names of what each effect was on, in any spelling: one list for each. The suite refuses what acts on something undeclared. Empty only where an operation declares nothing, because it acts on nothing (a person is asked). */
  readonly touched: () => readonly (readonly string[])[];
  /** From now on the world uses status words for its transitions that no documentation knows. */
  readonly speakUnknownWords?: () => void;
}

/** One operation on one world. */
export interface Scenario<Clients> {
  readonly name: string;
  readonly operation: string;
  readonly resources: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  readonly executionType?: ExecutionType;
  readonly mode?: Mode;
  readonly createWorld: (clock: VirtualClock) => FakeWorld<Clients>;
  /** Effects that the operation has, each exactly once. */
  readonly effects: readonly string[];
  /** Effects of its rollback; absent if the operation has none. */
  readonly rollbackEffects?: readonly string[];
  /** Effects of its cleanup after a drill; absent if it has none. */
  readonly cleanupEffects?: readonly string[];
  /** Why nobody can say before the act what it is on, so that nothing of it can be locked: said here, or the suite refuses what was not declared. */
  readonly undeclared?: string;
  /** The effect takes at least this long in the world: a deadline of half of it is surely missed. */
  readonly takesAtLeastSeconds: number;
  /** Looks that only ask, before the one that acts: a status that is a command of its own is asked for at one look and read at the next. Default: none. */
  readonly asksFirst?: number;
  /** Its resources come one after the other (`after`): stopped on the way, it has done the first of its effects and not the rest. */
  readonly staged?: boolean;
  /** It waits for what comes by itself: after a day it has nothing to do, and is not under way. */
  readonly comesByItself?: boolean;
  /** For slow worlds: workers die at a sample of the awaits alone. Set it where `DR_SOAK` is not 1, so that `pnpm soak` tries all of them. */
  readonly sampled?: boolean;
}

/** An adapter with the scenarios that it has to pass. */
export interface ConformanceSubject<Clients> {
  readonly adapter: Adapter<Clients>;
  /** Names of the port methods that change the world. */
  readonly mutations: readonly string[];
  readonly scenarios: readonly Scenario<Clients>[];
  /** Input that the operation's schemas refuse. */
  readonly invalidResources: Record<string, unknown>;
}
