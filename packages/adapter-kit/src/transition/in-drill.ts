/** What the steps of an operation do in a drill, where the steps differ: one only looks, another acts on a copy instead. */
import type { Effect, InverseContext, TaskContext } from "../operation.ts";
import type { TransitionEffects } from "./transition.ts";

type Forward<Clients, Resources, Config> = Effect<TaskContext<Clients, Resources, Config>, unknown, unknown>;
type Back<Clients, Resources, Config> = Effect<InverseContext<Clients, Resources, Config, unknown, unknown>, unknown, unknown>;

/** The same effects; in a drill nothing is done, and the result says what would have been. */
export function onlyLooksInDrill<Clients, Resources, Config>(
  effects: TransitionEffects<Clients, Resources, Config>,
): TransitionEffects<Clients, Resources, Config> {
  const { forward } = effects;
  return {
    ...effects,
    forward: {
      ...forward,
      prepare: async (context, target) => {
        const answer = await forward.prepare(context, target);
        if (context.executionType !== "drill" || answer.state !== "ready") return answer;
        const { wouldDo = { wouldActOn: target }, warnings = [] } = answer;
        return { state: "skipped_in_drill", evidence: { after: { ...wouldDo }, warnings } };
      },
    },
  };
}

/** `real` where it counts, `copy` in a drill. The way back is that of `real`: what a drill made is removed by its cleanup (`undoingWith`). */
export function drillWith<Clients, Resources, Config>(
  real: TransitionEffects<Clients, Resources, Config>,
  copy: TransitionEffects<Clients, Resources, Config>,
): TransitionEffects<Clients, Resources, Config> {
  const of = ({ executionType }: Pick<TaskContext<Clients>, "executionType">): Forward<Clients, Resources, Config> =>
    executionType === "drill" ? copy.forward : real.forward;
  return {
    ...real,
    settleSeconds: Math.max(real.settleSeconds, copy.settleSeconds),
    forward: {
      prepare: (context, target) => of(context).prepare(context, target),
      act: (context, target, pre) => of(context).act(context, target, pre),
      poll: (context, target, pre, handle) => of(context).poll(context, target, pre, handle),
      discover: (context, target, pre) => of(context).discover(context, target, pre),
      cancel: async (context, target, pre, handle) => (await of(context).cancel?.(context, target, pre, handle)) ?? false,
      // What is journaled tells which of the two it is: both read it with the same function.
      ...(real.forward.identityOf ? { identityOf: real.forward.identityOf } : {}),
    },
  };
}

/**
 * The cleanup of what drills made: the way back of the effects of each target, told by `of`; undefined for a target that makes nothing. `standing`
 * names what is there until it is removed.
 */
export function undoingWith<Clients, Resources, Config>(
  of: (target: string) => TransitionEffects<Clients, Resources, Config> | undefined,
  standing: (target: string, originals: readonly { readonly pre: unknown; readonly handle: unknown }[]) => readonly string[],
): Back<Clients, Resources, Config> {
  const backOf = (target: string): Back<Clients, Resources, Config> => of(target)?.back ?? nothing;
  return {
    prepare: async (context, target) => {
      const answer = await backOf(target).prepare(context, target);
      return answer.state === "ready" ? { ...answer, standing: standing(target, context.originals) } : answer;
    },
    act: (context, target, pre) => backOf(target).act(context, target, pre),
    poll: async (context, target, pre, handle) => {
      const answer = await backOf(target).poll(context, target, pre, handle);
      return answer.state === "completed" ? { ...answer, evidence: { ...answer.evidence, leftovers: [] } } : answer;
    },
    discover: (context, target, pre) => backOf(target).discover(context, target, pre),
  };
}

/** A target that made nothing has nothing to remove. */
const nothing: Effect<unknown, unknown, unknown> = {
  prepare: async () => ({ state: "noop", evidence: { after: {}, leftovers: [] } }),
  act: async () => null,
  poll: async () => ({ state: "completed", evidence: { after: {} } }),
  discover: async () => ({ state: "not_started" }),
};
