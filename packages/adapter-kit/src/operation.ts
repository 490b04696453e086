/** What a third party implements: one operation of one technology, as plain functions over its own client ports. */
import type { ExecutionType, Failure, Mode, ResourceResult, Reversibility, Rpo } from "@dr/events";
import type * as z from "zod";
import type { DrillSemantics } from "./drill.ts";
import type { Finding } from "./finding.ts";
import type { ClassifiedError } from "./errors/classify.ts";

/** A stage that came first: the state before its act (absent if it had nothing to do), and its result once it is done. */
export interface EarlierStage {
  readonly pre?: unknown;
  readonly result?: ResourceResult;
}

/** What an operation may know about the task that it works for. Times are ISO 8601, UTC. */
export interface TaskContext<Clients, Resources = unknown, Config = unknown> {
  readonly clients: Clients;
  readonly resources: Resources;
  readonly config: Config;
  readonly executionId: string;
  readonly waveNumber: number;
  readonly taskId: string;
  readonly operationId: string;
  /** sha256(operationId|resource): use it where a service takes an idempotency token, or as a tag. */
  readonly resourceOperationId: string;
  readonly attempt: number;
  readonly executionType: ExecutionType;
  readonly mode: Mode;
  /** Environment of the execution (its tag `Environment`), whose defaults count; absent if it names none. */
  readonly environment?: string;
  /** What this resource's last poll noted for this one. */
  readonly memo?: unknown;
  readonly deadlineAt: string;
  readonly now: string;
  /** When the act was first written down as intended: discovery looks from here on (allow for clock skew). */
  readonly intentAt: string;
  /** What a resource that comes first (`after`) found and did, or undefined where there is none. */
  readonly earlier: (target: string) => EarlierStage | undefined;
  /** Seconds since a time of ours, as the services count them: where the estate's time is compressed, more than our clock shows. */
  readonly secondsSince: (iso: string) => number;
}

/** A resource as an earlier operation left it in the journal. `result` is there when the earlier operation knew how it ended. */
export interface JournaledEffect<Pre, Handle> {
  readonly operationId: string;
  readonly attempt: number;
  readonly intentAt: string;
  readonly executionType: ExecutionType;
  readonly pre: Pre;
  /** Absent when the act was intended and nothing of it could be found. */
  readonly handle: Handle | undefined;
  readonly result: ResourceResult | undefined;
}

/** Context of a rollback or cleanup: `originals` are the acts of all attempts on this resource, oldest first, never empty. */
export interface InverseContext<Clients, Resources, Config, Pre, Handle> extends TaskContext<Clients, Resources, Config> {
  readonly originals: readonly JournaledEffect<Pre, Handle>[];
}

/** What is known about a resource once it is done. The kit adds times and the journaled pre-state. */
export interface Evidence {
  readonly after: Record<string, unknown>;
  readonly before?: Record<string, unknown>;
  readonly externalIds?: Record<string, string>;
  readonly rpo?: Rpo;
  readonly dataLoss?: { readonly possible: boolean; readonly seconds?: number };
  readonly warnings?: readonly string[];
  /** Cleanup only: what we launched and could not remove. */
  readonly leftovers?: readonly string[];
  /** Seconds until users see the effect, if it is not at once (for example the old TTL of a DNS record). Counts into the RTO. */
  readonly effectiveAfterSeconds?: number;
  /** False once this very effect cannot be taken back, whatever the operation says in general. */
  readonly reversible?: boolean;
}

/** Answer of `prepare`: the snapshot of the state before, or why nothing will be done, or that it is too early. */
export type Preparation<Pre> =
  | {
      readonly state: "ready";
      readonly pre: Pre;
      readonly warnings?: readonly string[];
      /** Cleanup only: what stands until the effect is done, and is left over if it never is. */
      readonly standing?: readonly string[];
      /** What a drill that only looks reports: what would have been done, and on what. */
      readonly wouldDo?: Readonly<Record<string, unknown>>;
    }
  | { readonly state: "noop" | "skipped_in_drill"; readonly evidence: Evidence }
  | { readonly state: "not_ready"; readonly message: string }
  | { readonly state: "failed"; readonly failure: Failure };

/** Answer of `poll`. `completed` only when a fact has changed; a state that we do not know is `in_progress`. */
export type PollAnswer =
  | {
      readonly state: "in_progress";
      readonly message: string;
      readonly percent?: number;
      /** For the next poll of this resource, as `context.memo`: plain data, such as how often in a row it has passed. */
      readonly memo?: unknown;
      /** The fact has changed: the effect stands, only the proof that it serves is missing. */
      readonly changed?: true;
      /** What to report if nothing but a status word that nobody knows stands in the way of "completed". */
      readonly unproven?: Evidence;
    }
  | { readonly state: "completed"; readonly evidence: Evidence }
  | {
      readonly state: "failed";
      readonly failure: Failure;
      readonly evidence?: Evidence;
      /** The effect was seen: it stands although it failed. Absent: there is none. */
      readonly changed?: true;
    };

/** Answer of `discover`: did the act, whose answer we never got, take place? `unclear` looks again later; `failed` can no longer be told or done. */
export type Discovery<Handle> =
  | { readonly state: "found"; readonly handle: Handle }
  | { readonly state: "not_started" }
  | { readonly state: "unclear"; readonly message: string }
  | { readonly state: "failed"; readonly failure: Failure };

/** A resource with the context in which it is looked at or acted on. */
export interface BatchTarget<Context> {
  readonly target: string;
  readonly context: Context;
}
/** A resource that is about to be acted on. */
export interface BatchChange<Context, Pre> extends BatchTarget<Context> {
  readonly pre: Pre;
}
/** A resource whose act has no known answer. `group` marks those that were acted on by one request. */
export interface BatchIntent<Context, Pre> extends BatchChange<Context, Pre> {
  readonly group: string;
}
/** A resource whose act was accepted. */
export interface BatchEffect<Context, Pre, Handle> extends BatchChange<Context, Pre> {
  readonly handle: Handle;
}

/** Answers by resource. One that is missing is asked for again at the next look. */
export type Answers<Answer> = ReadonlyMap<string, Answer>;

/** An effect whose service takes many resources in a request. An error of a call counts for each of its resources. */
export interface Batch<Context, Pre, Handle> {
  /** Largest number of resources in one act. */
  readonly size: number;
  prepare(items: readonly BatchTarget<Context>[]): Promise<Answers<Preparation<Pre>>>;
  /** Does it for all of them, once. The handle is that of each. */
  act(items: readonly BatchChange<Context, Pre>[]): Promise<Handle>;
  poll(items: readonly BatchEffect<Context, Pre, Handle>[]): Promise<Answers<PollAnswer>>;
  discover(items: readonly BatchIntent<Context, Pre>[]): Promise<Answers<Discovery<Handle>>>;
}

/**
 * One effect on one resource: observe, act, observe. Every value of type `Pre` and `Handle` must survive JSON.
 * The kit calls `act` only after the pre-state and the intent are in the ledger, and never again before `discover` said `not_started`.
 */
export interface Effect<Context, Pre, Handle> {
  /** Reads the state before the act and checks that the act may be done. Changes nothing. May throw `DrError` to refuse. */
  prepare(context: Context, target: string): Promise<Preparation<Pre>>;
  /** Does it, once, with a client of `maxAttempts: 1`. Returns what polling needs. */
  act(context: Context, target: string, pre: Pre): Promise<Handle>;
  /** Reads whether the fact has changed. Pure read. */
  poll(context: Context, target: string, pre: Pre, handle: Handle): Promise<PollAnswer>;
  /** Looks the act up after a crash or an unknown outcome. Pure read; decides from the journaled pre-state. */
  discover(context: Context, target: string, pre: Pre): Promise<Discovery<Handle>>;
  /** Asks a running act to stop. Returns false when it cannot be stopped. */
  cancel?(context: Context, target: string, pre: Pre, handle: Handle): Promise<boolean>;
  /**
   * What the target really is, as a reference, where its name does not tell (an EC2 instance that stands for a DRS source server); several where it
   * is a whole whose parts can be acted on by themselves (a consistency group and its volumes), none where nothing has to be claimed. No two tasks
   * act on one identity at a time, under whatever names: the second fails with `task.resource_taken`, before anything is done.
   */
  identityOf?(pre: Pre, target: string): string | readonly string[];
  /** How the same is asked of many resources at once; made by `inBatches`. */
  readonly batch?: Batch<Context, Pre, Handle>;
}

/** A kind of resource of an operation, and the seconds that its kind takes when it is quick, if that is not the operation's `expectedSeconds`. */
export interface ResourcePace {
  readonly kind: string;
  readonly expectedSeconds?: number | undefined;
}

/** Effect whose types the kit need not know. */
export type AnyEffect<Clients> = Effect<InverseContext<Clients, unknown, unknown, unknown, unknown>, unknown, unknown>;

/** One operation of an adapter. Methods, not function properties: their parameters compare loosely, so that the kit can hold operations of any type. */
export interface Operation<Clients, Resources = unknown, Config = unknown, Pre = unknown, Handle = unknown> extends Effect<
  TaskContext<Clients, Resources, Config>,
  Pre,
  Handle
> {
  readonly description: string;
  readonly reversibility: Reversibility;
  /** What it does in a drill. The kit itself keeps a `skipped` one from acting. */
  readonly drill: DrillSemantics<Config>;
  /** When there is no way back any more, in words for the one who approves it. Only a part of the operations has such a point. */
  readonly pointOfNoReturn?: string;
  /** How the application comes home after this: the operation that does it (often the same one, with the former values), or why there is none. */
  readonly failback?: { readonly by: string } | { readonly none: string };
  readonly defaults: {
    readonly timeoutSeconds: number;
    /** The planner is told at least this often that it goes on. */
    readonly heartbeatSeconds: number;
    /** Seconds that it takes when it is quick, until its own history is known. Polls are few before, and close from then on. */
    readonly expectedSeconds?: number;
  };
  /** Seconds between two polls when the end is near; the shortest time between two looks. */
  readonly pollSeconds: number;
  /** Which kind a resource is where kinds take differently long: each has a history of its own. Default: all are alike. */
  paceOf?(target: string): ResourcePace;
  /** Seconds after an act of unknown outcome during which reads may still be stale: until then `not_started` is not believed. */
  settleSeconds(target: string): number;
  readonly resources: z.ZodType<Resources>;
  readonly config: z.ZodType<Config>;
  /** Names of the resources that the task acts on, unique and stable: each is a step of its own in the ledger. */
  listTargets(input: { readonly resources: Resources; readonly config: Config }): readonly string[];
  /**
   * Resources of the same operation that come first: this one is not looked at before each of them is done, and fails with `task.earlier_failed`
   * when one fails. Rollback and cleanup go the other way round. Must not go in circles.
   */
  after?(target: string, input: { readonly resources: Resources; readonly config: Config }): readonly string[];
  /**
   * The later resource that ends this one's effect by design (a thaw, of its freeze; letting a copy go, of what made it). A new attempt does not do it
   * again when an earlier one completed that: it would stand for good, or undo what came after.
   */
  endedBy?(target: string): string | undefined;
  /** A shorter time limit asked for in the configuration, in seconds. */
  timeoutSeconds?(config: Config): number | undefined;
  /** What stands against it, or should be known, before anybody asks for it. Changes nothing. Default: what `prepare` says. */
  readiness?(context: TaskContext<Clients, Resources, Config>, target: string): Promise<readonly Finding[]>;
  /** How a person finds out what became of an effect on this resource: a command, or a place to look. */
  howToCheck?(target: string): string;
  /** Takes errors of the service into the taxonomy where `classifyAwsError` does not know them. */
  classify?(error: unknown): ClassifiedError;
  /** Takes the effect back from the journaled pre-state. Absent = irreversible. */
  readonly rollback?: Effect<InverseContext<Clients, Resources, Config, Pre, Handle>, unknown, unknown>;
  /** Removes what a drill launched. Absent = a drill leaves nothing behind. */
  readonly cleanup?: Effect<InverseContext<Clients, Resources, Config, Pre, Handle>, unknown, unknown>;
}
