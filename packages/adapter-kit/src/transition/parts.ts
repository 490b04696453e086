/** The functions of a transition: what is, what shall be, and the one call between them. */
import type { Failure } from "@dr/events";
import type { Finding } from "../finding.ts";
import type { Evidence, InverseContext, TaskContext } from "../operation.ts";
import type { StatusReading } from "../status-words.ts";

/** What a transition journals before it acts: the facts as they were, and what was wanted. Both must survive JSON. */
export interface Change<Facts, Wanted> {
  readonly before: Facts;
  readonly wanted: Wanted;
}

/** What a poll knows beside the facts. `handle` is null when the answer to the act was lost. */
export interface Sent<Clients, Resources, Config, Handle> {
  readonly context: TaskContext<Clients, Resources, Config>;
  readonly target: string;
  readonly handle: Handle | null;
}

/** The functions of a transition. All of them but `act` only look. */
export interface TransitionParts<Clients, Resources, Config, Facts, Wanted, Handle> {
  /** Seconds after an act of unknown outcome during which reads may still be stale. */
  readonly settleSeconds: number;
  /** Seconds that this kind of resource takes when it is quick; default: what the operation says. */
  readonly expectedSeconds?: number;
  /** Reads the facts, as values and not as verdicts. `wanted` is known once the change was journaled. */
  read(context: TaskContext<Clients, Resources, Config>, target: string, wanted: Wanted | undefined): Promise<Facts>;
  /** Whether the resource works, by the service's own word. Absent: the facts alone tell. */
  status?(facts: Facts): StatusReading;
  /** What stands against the change, or should be said about it: `block`, `wait`, `warn`, `info`. Knows `context.mode` and `context.executionType`. */
  fit?(facts: Facts, context: TaskContext<Clients, Resources, Config>, target: string): readonly Finding[] | Promise<readonly Finding[]>;
  /** What shall be, as plain data. Refuses by throwing `refuseWith(block(…))`, and waits by throwing `refuseWith(wait(…))`. */
  want(facts: Facts, context: TaskContext<Clients, Resources, Config>, target: string): Wanted | Promise<Wanted>;
  /** Has the fact changed? Never a question of a status word. */
  reached(facts: Facts, wanted: Wanted): boolean;
  /** Sends the change, once, with the `mutate` client. May return what later reads need, such as the id of a job. */
  act(context: TaskContext<Clients, Resources, Config>, target: string, change: Change<Facts, Wanted>): Promise<Handle>;
  /** What is still missing after the fact has changed, in words; undefined = nothing. `handle` is null when the answer to the act was lost. */
  missing?(
    context: TaskContext<Clients, Resources, Config>,
    target: string,
    change: Change<Facts, Wanted>,
    handle: Handle | null,
  ): Promise<string | undefined>;
  /**
   * Why a change that was sent will not be reached any more although nothing is under way (the service gave it up); undefined = it may still be.
   * Asked in polls alone, and only once reads have settled: before that, "nothing is under way" may be old news.
   */
  givenUp?(
    facts: Facts,
    change: Change<Facts, Wanted>,
    sent: Sent<Clients, Resources, Config, NoInfer<Handle>>,
  ): Failure | undefined | Promise<Failure | undefined>;
  /** The resource in a few words, as it is: `orders is failing-over, orders-1 writes`. Ends in messages of all kinds. */
  describe(facts: Facts): string;
  /** What proves the change, and what it cost. */
  evidence(facts: Facts, change: Change<Facts, Wanted>, handle: Handle | null): Evidence;
  /** What a drill that only looks reports. Default: the wanted state. */
  wouldDo?(change: Change<Facts, Wanted>): Record<string, unknown>;
  /**
   * The way back: what has to be wanted so that it is as it was `before`. Absent: there is none. Before anything is put back the kit compares:
   * where neither our state nor the former one is found somebody else acted since, and the undo refuses with both values (`task.changed_since`).
   */
  undo?(before: Facts, facts: Facts, context: InverseContext<Clients, Resources, Config, unknown, unknown>): Wanted | Promise<Wanted>;
  /** Who changed what since we left it, for resources that can be changed in part; undefined = nobody. Default: not `reached` any more. */
  changedSince?(facts: Facts, change: Change<Facts, Wanted>, back: Wanted): Record<string, unknown> | undefined;
  /** What the target really is, where its name does not tell: see `Effect.identityOf`. */
  identityOf?(change: Change<NoInfer<Facts>, NoInfer<Wanted>>, target: string): string | readonly string[];
  /** Asks a running act to stop; false = it cannot be stopped. */
  cancel?(
    context: TaskContext<Clients, Resources, Config>,
    target: string,
    change: Change<Facts, Wanted>,
    handle: Handle | null,
  ): Promise<boolean>;
}
