/** Operations made of transitions: everything that the parts do not say is derived from them. */
import { DrError } from "@dr/events";
import type { Effect, InverseContext, Operation, TaskContext } from "../operation.ts";
import { transitionEffect } from "./derive.ts";
import type { TransitionParts } from "./parts.ts";
import { undoEffect } from "./undo.ts";

/** What an operation declares beside its functions. */
export type OperationHead<Clients, Resources, Config> = Pick<
  Operation<Clients, Resources, Config>,
  | "description"
  | "drill"
  | "pointOfNoReturn"
  | "failback"
  | "defaults"
  | "pollSeconds"
  | "resources"
  | "config"
  | "listTargets"
  | "after"
  | "endedBy"
  | "timeoutSeconds"
  | "classify"
  | "howToCheck"
  | "readiness"
  | "cleanup"
> &
  Partial<Pick<Operation<Clients, Resources, Config>, "reversibility" | "rollback">>;

/** One operation out of several transitions: which one, the resource's name tells. */
export interface Kinds<Clients, Resources, Config> {
  readonly kinds: Readonly<Record<string, TransitionEffects<Clients, Resources, Config>>>;
  /** Name of the kind of a resource, one of `kinds`. */
  kindOf(target: string): string;
}

/** The effects of a transition, ready to be part of an operation. */
export interface TransitionEffects<Clients, Resources, Config> {
  readonly forward: Effect<TaskContext<Clients, Resources, Config>, unknown, unknown>;
  readonly back: Effect<InverseContext<Clients, Resources, Config, unknown, unknown>, unknown, unknown> | undefined;
  readonly settleSeconds: number;
  readonly expectedSeconds: number | undefined;
}

/** Makes the functions of adapters that act with these clients: `const { transition } = transitionsOn<MyClients>()`. */
export function transitionsOn<Clients>() {
  const effects = <Resources, Config, Facts, Wanted, Handle>(
    parts: TransitionParts<Clients, Resources, Config, Facts, Wanted, Handle>,
  ): TransitionEffects<Clients, Resources, Config> => ({
    forward: transitionEffect(parts),
    back: parts.undo && undoEffect(parts),
    settleSeconds: parts.settleSeconds,
    expectedSeconds: parts.expectedSeconds,
  });
  return {
    effects,
    /** One operation out of one transition. */
    transition: <Resources, Config, Facts, Wanted, Handle>(
      parts: OperationHead<Clients, Resources, Config> & TransitionParts<Clients, Resources, Config, Facts, Wanted, Handle>,
    ): Operation<Clients, Resources, Config> => toOperation(parts, { kinds: { only: effects(parts) }, kindOf: () => "only" }),
    /** One operation out of several transitions, made with `effects`. */
    choice: <Resources, Config>(
      head: OperationHead<Clients, Resources, Config> & Kinds<Clients, Resources, Config>,
    ): Operation<Clients, Resources, Config> => toOperation(head, head),
  };
}

function toOperation<Clients, Resources, Config>(
  head: OperationHead<Clients, Resources, Config>,
  { kinds, kindOf }: Kinds<Clients, Resources, Config>,
): Operation<Clients, Resources, Config> {
  const of = (target: string): TransitionEffects<Clients, Resources, Config> => {
    const kind = kinds[kindOf(target)];
    if (!kind) throw new DrError("adapter.unknown_kind", `${target}: expected one of ${Object.keys(kinds).join(", ")}`);
    return kind;
  };
  const hasWayBack = Object.values(kinds).every(({ back }) => back !== undefined);
  const backs = Object.values(kinds).flatMap(({ back }) => back ?? []);
  const wayBack = (target: string) => backOf(of(target), target);
  const rollback = head.rollback ?? (hasWayBack ? { ...byTarget(wayBack), ...identified(backs, wayBack) } : undefined);
  return {
    ...pick(head),
    ...byTarget((target) => of(target).forward),
    ...identified(
      Object.values(kinds).map(({ forward }) => forward),
      (target) => of(target).forward,
    ),
    reversibility: head.reversibility ?? (rollback ? "reversible" : "irreversible"),
    settleSeconds: (target) => of(target).settleSeconds,
    paceOf: (target) => ({ kind: kindOf(target), expectedSeconds: of(target).expectedSeconds }),
    ...(rollback ? { rollback } : {}),
  };
}

function backOf<Clients, Resources, Config>({ back }: TransitionEffects<Clients, Resources, Config>, target: string) {
  if (!back) throw new DrError("adapter.no_way_back", `${target} cannot be taken back`);
  return back;
}

/** The head alone: the parts of a transition are no members of an operation. */
function pick<Clients, Resources, Config>({
  description,
  drill,
  defaults,
  pollSeconds,
  resources,
  config,
  listTargets,
  ...rest
}: OperationHead<Clients, Resources, Config>) {
  const { after, endedBy, timeoutSeconds, classify, cleanup, pointOfNoReturn, failback, howToCheck, readiness } = rest;
  return {
    description,
    drill,
    defaults,
    pollSeconds,
    resources,
    config,
    listTargets,
    ...(after ? { after } : {}),
    ...(endedBy ? { endedBy } : {}),
    ...(timeoutSeconds ? { timeoutSeconds } : {}),
    ...(classify ? { classify } : {}),
    ...(cleanup ? { cleanup } : {}),
    ...(howToCheck ? { howToCheck } : {}),
    ...(readiness ? { readiness } : {}),
    ...(pointOfNoReturn === undefined ? {} : { pointOfNoReturn }),
    ...(failback ? { failback } : {}),
  };
}

/** What each target really is, if any kind of them tells. */
function identified<Context>(
  kinds: readonly Effect<Context, unknown, unknown>[],
  of: (target: string) => Effect<Context, unknown, unknown>,
): Pick<Effect<Context, unknown, unknown>, "identityOf"> {
  if (!kinds.some(({ identityOf }) => identityOf !== undefined)) return {};
  return { identityOf: (pre, target) => of(target).identityOf?.(pre, target) ?? [] };
}

function byTarget<Context>(of: (target: string) => Effect<Context, unknown, unknown>): Effect<Context, unknown, unknown> {
  return {
    prepare: (context, target) => of(target).prepare(context, target),
    act: (context, target, pre) => of(target).act(context, target, pre),
    poll: (context, target, pre, handle) => of(target).poll(context, target, pre, handle),
    discover: (context, target, pre) => of(target).discover(context, target, pre),
    cancel: async (context, target, pre, handle) => (await of(target).cancel?.(context, target, pre, handle)) ?? false,
  };
}
