/** The way back of a transition: compares before it overwrites. */
import type { Failure } from "@dr/events";
import type { Effect, InverseContext, JournaledEffect, Preparation } from "../operation.ts";
import { sending, statusFindings, toObstacle, withoutCost } from "./derive.ts";
import type { Change, TransitionParts } from "./parts.ts";

type Originals<Facts, Wanted> = readonly JournaledEffect<Change<Facts, Wanted>, unknown>[];

/** The effect that puts back what was there before our first act, if what is there now is what our last act left. */
export function undoEffect<Clients, Resources, Config, Facts, Wanted, Handle>(
  parts: TransitionParts<Clients, Resources, Config, Facts, Wanted, Handle>,
): Effect<InverseContext<Clients, Resources, Config, unknown, unknown>, Change<Facts, Wanted>, Handle | null> {
  return { prepare: (context, target) => prepareUndo(parts, context, target), ...sending(parts) };
}

async function prepareUndo<Clients, Resources, Config, Facts, Wanted, Handle>(
  parts: TransitionParts<Clients, Resources, Config, Facts, Wanted, Handle>,
  context: InverseContext<Clients, Resources, Config, unknown, unknown>,
  target: string,
): Promise<Preparation<Change<Facts, Wanted>>> {
  const originals = context.originals as Originals<Facts, Wanted>;
  const last = originals.at(-1);
  if (!last || !parts.undo) return { state: "noop", evidence: { after: {} } };
  const facts = await parts.read(context, target, last.pre.wanted);
  const obstacle = toObstacle(statusFindings(parts, facts));
  if (obstacle) return obstacle;
  const before = beforeAll(parts, originals, last);
  const back = await parts.undo(before, facts, context);
  const change = { before: facts, wanted: back };
  if (parts.reached(facts, back)) {
    const settled = context.secondsSince(last.intentAt) >= parts.settleSeconds;
    if (last.result === undefined && !settled) return { state: "not_ready", message: "what is taken back may still be under way" };
    return { state: "noop", evidence: withoutCost(parts.evidence(facts, change, null)) };
  }
  const others = parts.changedSince
    ? parts.changedSince(facts, last.pre, back)
    : parts.reached(facts, last.pre.wanted)
      ? undefined
      : { found: parts.describe(facts), left: last.pre.wanted };
  return others ? { state: "failed", failure: changedSince(target, { ...others, wouldRestore: back }) } : { state: "ready", pre: change };
}

/** The state before the first of our acts that the last one continues: what another hand left in between is a beginning of its own. */
function beforeAll<Facts, Wanted>(
  { reached }: Pick<TransitionParts<never, never, never, Facts, Wanted, never>, "reached">,
  originals: Originals<Facts, Wanted>,
  last: JournaledEffect<Change<Facts, Wanted>, unknown>,
): Facts {
  return originals.toReversed().reduce(({ before }, { pre }) => (reached(before, pre.wanted) ? pre : { ...pre, before }), last.pre).before;
}

function changedSince(target: string, details: Record<string, unknown>): Failure {
  const found = typeof details["found"] === "string" ? details["found"] : JSON.stringify(details["found"]);
  const message = `${target} was changed by somebody else since: found ${found}, left ${JSON.stringify(details["left"])}; nothing was put back`;
  return { code: "task.changed_since", message, retryable: false, details };
}
