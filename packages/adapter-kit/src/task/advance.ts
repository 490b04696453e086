/** One turn of an operation: look at every open resource, write down what is intended, act, and conclude. */
import { isSkippedInDrill } from "../drill.ts";
import type { LedgerItem, LedgerStep } from "../ledger/item.ts";
import { actStep } from "./act.ts";
import { conclude } from "./conclude.ts";
import type { Delivery, Engine } from "./engine.ts";
import { actLeaseEnd, hasTimeToAct, mayActUnder } from "./lease.ts";
import { observeStep, type Decision } from "./observe.ts";
import { effectsOn, type Effects } from "./originals.ts";
import { runOfItem, type Run } from "./run.ts";
import { withoutLease, type Session } from "./session.ts";

/** One worker's turn at one operation. */
interface Turn<Clients> {
  readonly engine: Engine<Clients>;
  readonly run: Run<Clients>;
  readonly session: Session;
  readonly originals: readonly LedgerItem[];
}

/**
 * Advances an operation by one turn, under its lease, and gives the lease back. On an error the message has to be delivered again;
 * whatever was observed until then is kept.
 */
export async function advance<Clients>(engine: Engine<Clients>, session: Session, delivery: Delivery): Promise<void> {
  try {
    const originals = await loadOriginals(engine, session.item());
    const open = originals.find(({ status }) => status === "OPEN");
    const hasWork = Object.values(session.item().steps).some(({ state }) => state !== "TERMINAL");
    if (open) await waitFor(engine, session, open);
    else if (hasWork) await advanceSteps({ engine, session, originals, run: runOfItem(engine, session.item()) }, delivery);
    await conclude(engine, session);
  } catch (error) {
    session.stage(withoutLease);
    // The first error is the one to report: it may well be that the ledger itself cannot be written.
    await session.commit().catch(() => undefined);
    throw error;
  }
}

async function advanceSteps<Clients>(turn: Turn<Clients>, delivery: Delivery): Promise<void> {
  const { session, engine } = turn;
  const openSteps = Object.entries(session.item().steps).filter(([, step]) => step.state !== "TERMINAL");
  const decided = await Promise.all(openSteps.map(async ([target, step]) => ({ target, ...(await decide(turn, target, step)) })));
  // Without the time for its act a decision to act is dropped: the step stays as it was and is decided again.
  const mayAct = hasTimeToAct(delivery);
  for (const { target, step, act } of decided) if (!act || mayAct) session.stageStep(target, step);
  const acting = decided.filter(({ act }) => act && mayAct);
  if (acting.length === 0) return;
  session.stage((item) => ({ ...item, leaseUntil: actLeaseEnd(engine.clock.nowMs()) }));
  await session.commit();
  const acted = await Promise.allSettled(acting.map(({ target, step, effects }) => act(turn, target, step, effects)));
  for (const outcome of acted) if (outcome.status === "rejected") throw outcome.reason;
}

async function decide<Clients>(turn: Turn<Clients>, target: string, step: LedgerStep): Promise<Decision & { readonly effects: Effects }> {
  const { engine, run, session } = turn;
  const found = await readEffects(turn, target);
  if ("unclear" in found) return { step: { ...step, message: found.unclear }, act: false, effects: [] };
  const item = session.item();
  const now = engine.clock.nowIso();
  const look = {
    run,
    target,
    context: run.contextOf(target, step, found.effects),
    now,
    expired: Date.parse(now) >= Date.parse(item.deadlineAt),
    cancel: item.cancel,
    settleMs: (run.operation.settleSeconds(target) * 1000) / engine.settings.timeScale,
    timeScale: engine.settings.timeScale,
    onlyLooks: item.task.phase === "execute" && item.executionType === "drill" && isSkippedInDrill(run.operation.drill, run.input.config),
    reversible: item.task.phase === "execute" && run.operation.reversibility !== "irreversible",
    nothingToUndo: item.task.phase !== "execute" && found.effects.length === 0,
  };
  return { ...(await observeStep(look, step)), effects: found.effects };
}

/** What the originals did to this resource. An error of looking it up is no verdict: the step waits. */
async function readEffects<Clients>({ engine, run, originals }: Turn<Clients>, target: string) {
  try {
    return await effectsOn(engine, run, originals, target);
  } catch (error) {
    return { unclear: run.classify(error).failure.message };
  }
}

async function act<Clients>({ engine, run, session }: Turn<Clients>, target: string, step: LedgerStep, effects: Effects): Promise<void> {
  if (!mayActUnder(session.item().leaseUntil, engine.clock.nowMs())) return;
  session.stageStep(target, await actStep(run, target, run.contextOf(target, step, effects), step));
  await session.commit();
}

/** A rollback or cleanup waits until its original is closed, and wakes it: the original's own polls may have been lost. */
async function waitFor<Clients>(engine: Engine<Clients>, session: Session, original: LedgerItem): Promise<void> {
  const { operationId, nextPollAt = 0, pollSeq } = original;
  if (nextPollAt < engine.clock.nowMs()) await engine.queue.send({ kind: "poll", operationId, seq: pollSeq }, 0);
  for (const [target, step] of Object.entries(session.item().steps)) {
    session.stageStep(target, { ...step, message: `waiting for operation ${operationId} to end` });
  }
}

async function loadOriginals<Clients>({ ledger }: Engine<Clients>, { originals = [] }: LedgerItem): Promise<readonly LedgerItem[]> {
  const loaded = await Promise.all(originals.map((operationId) => ledger.get(operationId)));
  return loaded.filter((original) => original !== undefined);
}
