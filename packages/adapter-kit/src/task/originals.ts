/** The earlier operations whose effect a rollback or cleanup takes back, as the ledger remembers them. */
import type { TaskRequest } from "@dr/events";
import type { LedgerItem, LedgerStep, OperationMember } from "../ledger/item.ts";
import type { JournaledEffect } from "../operation.ts";
import type { Engine } from "./engine.ts";
import { contextOfOriginal, type Run } from "./run.ts";

/**
 * The operations of the task's execute phase that an inverse concerns: for a cleanup every attempt, for a rollback the one that it names and
 * the earlier ones that it names. What an earlier attempt did may stand alone: a later one found it done and did nothing.
 */
export function originalMembers(
  members: readonly OperationMember[],
  { phase, undoes, undoesEarlier = [] }: Pick<TaskRequest, "phase" | "undoes" | "undoesEarlier">,
): readonly OperationMember[] {
  const executed = members.filter((member) => member.phase === "execute").toSorted((left, right) => left.attempt - right.attempt);
  const isKnown = executed.some(({ operationId }) => operationId === undoes);
  const missing: OperationMember[] = undoes === undefined || isKnown ? [] : [{ operationId: undoes, phase: "execute", attempt: 1 }];
  if (phase === "cleanup") return [...executed, ...missing];
  return [...executed.filter(({ operationId }) => operationId === undoes || undoesEarlier.includes(operationId)), ...missing];
}

/** Other rollbacks and cleanups of the same task: what they took back is gone, and whatever stands there now was done by somebody else. */
export function otherInverses(
  members: readonly OperationMember[],
  { phase, undoes }: Pick<TaskRequest, "phase" | "undoes">,
): readonly OperationMember[] {
  return members.filter((member) => member.phase !== "execute" && !(member.phase === phase && member.undoes === undoes));
}

/** Resources on which at least one act of these operations stands, or may: it was done, and none of these inverses took it back. */
export function standingTargets(originals: readonly LedgerItem[], inverses: readonly LedgerItem[]): readonly string[] {
  const standing = originals.flatMap((original) =>
    Object.keys(original.steps).filter(
      (target) => mayHaveActed(original.steps[target]) && !inverses.some((inverse) => tookBack(inverse, original.operationId, target)),
    ),
  );
  return [...new Set(standing)];
}

function tookBack({ originals = [], steps }: LedgerItem, operationId: string, target: string): boolean {
  const { result, leftovers = [] } = steps[target] ?? {};
  return originals.includes(operationId) && (result?.outcome === "completed" || result?.outcome === "noop") && leftovers.length === 0;
}

/** Acts of earlier operations, oldest first. */
export type Effects = readonly JournaledEffect<unknown, unknown>[];

/** What `effectsOn` found; `unclear` if the outcome of an act still has to be looked up. */
export type FoundEffects = { readonly effects: Effects } | { readonly unclear: string };

/** The acts of the originals on one resource, oldest first. An act without an answer is looked up; the copy that a later attempt took over counts once. */
export async function effectsOn<Clients>(
  engine: Engine<Clients>,
  run: Run<Clients>,
  originals: readonly LedgerItem[],
  target: string,
): Promise<FoundEffects> {
  const effects = new Map<string, JournaledEffect<unknown, unknown>>();
  for (const original of originals) {
    const step = original.steps[target];
    if (!mayHaveActed(step)) continue;
    const handle =
      step.handle === undefined && step.state === "INTENT"
        ? await lookUp({ engine, run }, original, target, step)
        : { handle: step.handle };
    if ("unclear" in handle) return handle;
    if (handle.handle === undefined) continue;
    effects.set(step.intentAt ?? original.operationId, {
      operationId: original.operationId,
      attempt: original.task.attempt,
      intentAt: step.intentAt ?? original.createdAt,
      executionType: original.executionType,
      pre: step.pre,
      handle: handle.handle,
      result: step.result,
    });
  }
  return { effects: [...effects.values()] };
}

async function lookUp<Clients>(
  { engine, run }: { readonly engine: Engine<Clients>; readonly run: Run<Clients> },
  original: LedgerItem,
  target: string,
  step: LedgerStep,
): Promise<{ readonly handle: unknown } | { readonly unclear: string }> {
  const found = await discoverOriginal({ engine, run }, original, target, step);
  if (found.state === "found") return { handle: found.handle };
  if (found.state === "unclear") return { unclear: found.message };
  if (found.state === "failed") return { unclear: found.failure.message };
  const settledAt =
    Date.parse(step.actedAt ?? original.createdAt) + (run.operation.settleSeconds(target) * 1000) / engine.settings.timeScale;
  const settled = step.refused === true || engine.clock.nowMs() >= settledAt;
  return settled ? { handle: undefined } : { unclear: `it is not known yet whether operation ${original.operationId} took effect` };
}

/** Looks an act up as it was made: with the other resources of its request. */
async function discoverOriginal<Clients>(
  { engine, run }: { readonly engine: Engine<Clients>; readonly run: Run<Clients> },
  original: LedgerItem,
  target: string,
  step: LedgerStep,
) {
  const contextOf = (name: string) => contextOfOriginal(engine, run, original, name);
  const { batch } = run.operation;
  if (!batch) return run.operation.discover(contextOf(target), target, step.pre);
  const together = Object.entries(original.steps).filter(([, { state, actGroup }]) => state === "INTENT" && actGroup === step.actGroup);
  const items = together.map(([name, { pre }]) => ({ target: name, context: contextOf(name), pre, group: step.actGroup ?? target }));
  return (await batch.discover(items)).get(target) ?? { state: "unclear" as const, message: `nothing was found about ${target}` };
}

function mayHaveActed(step: LedgerStep | undefined): step is LedgerStep {
  return step !== undefined && step.acts > 0 && (step.result === undefined || step.result.outcome === "completed");
}
