/** Does what changes the world, after its intent is in the ledger; resources that one request takes together, together. */
import { boundedAll } from "../batch.ts";
import type { LedgerStep } from "../ledger/item.ts";
import type { InverseContext } from "../operation.ts";
import { mayActUnder } from "./lease.ts";
import type { Run } from "./run.ts";

/** A resource whose intent is written down. */
export interface Intended<Clients> {
  readonly target: string;
  readonly step: LedgerStep;
  readonly context: InverseContext<Clients, unknown, unknown, unknown, unknown>;
}

/** Requests of one turn: more would not begin in time, and wait for the next. */
const MAX_ACTS = 20;

/** The resources of each request, as many requests as one turn can make. `mark` tells this turn's requests from all others. */
export function groupActs<Clients>(
  run: Run<Clients>,
  intended: readonly Intended<Clients>[],
  mark: string,
): readonly Intended<Clients>[][] {
  const size = run.effect.batch?.size ?? 1;
  const groups: Intended<Clients>[][] = [];
  for (let from = 0; from < intended.length && groups.length < MAX_ACTS; from += size) {
    const actGroup = `${mark}.${groups.length}`;
    groups.push(intended.slice(from, from + size).map((one) => ({ ...one, step: { ...one.step, actGroup } })));
  }
  return groups;
}

/** Makes all requests. Returns the steps as they stand after: SUBMITTED, still INTENT, or refused for good. */
export async function actAll<Clients>(
  run: Run<Clients>,
  groups: readonly Intended<Clients>[][],
  lease: { readonly untilMs: number | undefined; readonly nowMs: () => number; readonly nowIso: () => string },
): Promise<ReadonlyMap<string, LedgerStep>> {
  const acted = await boundedAll(groups, async (group) => {
    // It did not come to it: nobody need wait for reads to settle.
    if (!mayActUnder(lease.untilMs, lease.nowMs())) return group.map(({ target, step }) => [target, { ...step, refused: true }] as const);
    const after = await actTogether(run, group, lease.nowIso());
    return group.map(({ target, step }) => [target, after(step)] as const);
  });
  return new Map(acted.flat());
}

/** What cannot be told from the answer stays an INTENT, and is looked up before anything else is done. */
async function actTogether<Clients>(
  run: Run<Clients>,
  group: readonly Intended<Clients>[],
  seenAt: string,
): Promise<(step: LedgerStep) => LedgerStep> {
  const { batch } = run.effect;
  const [first] = group;
  if (!first) return (step) => step;
  try {
    const items = group.map(({ target, context, step }) => ({ target, context, pre: step.pre }));
    const handle = batch ? await batch.act(items) : await run.effect.act(first.context, first.target, first.step.pre);
    return (step) => ({ ...step, state: "SUBMITTED", handle: handle ?? null });
  } catch (error) {
    const { class: errorClass, failure } = run.classify(error);
    const noted = { lastError: failure, message: `${failure.code}: ${failure.message}`, seenAt, seenBy: "act" };
    if (errorClass === "UNKNOWN_OUTCOME") return (step) => ({ ...step, ...noted });
    if (errorClass === "ALREADY") return (step) => ({ ...step, ...noted, refused: true, saidAlready: true });
    if (errorClass === "THROTTLED" || errorClass === "TRANSIENT" || errorClass === "CONFLICT")
      return (step) => ({ ...step, ...noted, refused: true });
    return (step) => ({ ...step, ...noted, state: "TERMINAL", failure, acts: step.acts - 1 });
  }
}
