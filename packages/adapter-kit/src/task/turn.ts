/** One turn of an operation: look at every open resource, write down what is intended, act, and end the turn. At most one write; two where something is done. */
import { boundedAll } from "../batch.ts";
import { isSkippedInDrill } from "../drill.ts";
import type { LedgerItem, LedgerStep } from "../ledger/item.ts";
import { actAll, groupActs } from "./acts.ts";
import { claimAll } from "./claim.ts";
import { endTurn, type TurnEnd } from "./end-turn.ts";
import type { Delivery, Engine } from "./engine.ts";
import { actLeaseEnd, hasTimeToAct } from "./lease.ts";
import { observe, type Seat } from "./observe.ts";
import { effectsOn } from "./originals.ts";
import type { Pen } from "./pen.ts";
import { heldBy } from "./order.ts";
import { runOfItem, type Run } from "./run.ts";
import { seeing, type View } from "./steps.ts";
import { settleTurns } from "./take-turns.ts";

/** What a turn works with. */
interface Turn<Clients> {
  readonly engine: Engine<Clients>;
  readonly pen: Pen;
  readonly run: Run<Clients>;
  readonly view: View;
  readonly originals: readonly LedgerItem[];
}

/** Brings an operation on by one turn. Throws `ledger.conflict` if another worker was faster: what it wrote counts, and nothing was done here. */
export async function takeTurn<Clients>(
  engine: Engine<Clients>,
  pen: Pen,
  delivery: Delivery,
  { isArranged }: Pick<TurnEnd, "isArranged"> = { isArranged: false },
): Promise<void> {
  if (pen.item().unsettled) await settleTurns(engine, pen);
  const { originals: taken = [], waitsFor = [] } = pen.item();
  const originals = await loadAll(engine, taken);
  const open = [...originals, ...(await loadAll(engine, pen.item().cancel ? [] : waitsFor))].find(({ status }) => status === "OPEN");
  let goesOnAtOnce = false;
  if (open) await waitFor(engine, pen, open);
  else if (openSteps(pen).length > 0) {
    const run = runOfItem(engine, pen.item());
    goesOnAtOnce = await advance({ engine, pen, run, view: viewOf(engine, run, pen.item()), originals }, delivery);
  }
  await endTurn(engine, pen, { goesOnAtOnce, isArranged });
}

/** True if there was more to do than one turn can. */
async function advance<Clients>(turn: Turn<Clients>, delivery: Delivery): Promise<boolean> {
  const { engine, pen, run, view } = turn;
  const seats = await boundedAll(openSteps(pen), ([target, step]) => seatOf(turn, target, step));
  const waiting = seats.flatMap((seat) => ("waits" in seat ? [seat] : []));
  for (const { target, waits } of waiting) pen.stageStep(target, waits);
  const looked = await observe(
    run,
    view,
    seats.flatMap((seat) => ("waits" in seat ? [] : [seat])),
  );
  const decided = await claimAll(engine, { run, item: pen.item(), view }, looked);
  // Without the time for its act a decision to act is dropped: the step stays as it was and is decided again.
  const intended = decided.filter(({ act }) => act);
  const groups = hasTimeToAct(delivery) ? groupActs(run, intended, `${view.now}.${pen.item().pollSeq}`) : [];
  for (const { target, step, act } of decided) if (!act) pen.stageStep(target, step);
  const acting = groups.flat();
  // Whose turn has come by what was seen just now need not wait for the next look.
  const isFreed = (): boolean =>
    looked.some(({ target, held }) => held && heldBy(run.operation, run.input, pen.item(), target) === undefined);
  if (acting.length === 0) return isFreed();
  for (const { target, step } of acting) pen.stageStep(target, step);
  const untilMs = actLeaseEnd(engine.clock.nowMs());
  pen.stage((item) => ({ ...item, leaseUntil: untilMs, nextPollAt: untilMs }));
  await pen.write();
  const { clock } = engine;
  const acted = await actAll(run, groups, { untilMs, nowMs: clock.nowMs, nowIso: clock.nowIso });
  for (const [target, step] of acted) pen.stageStep(target, step);
  return acting.length < intended.length || isFreed();
}

async function seatOf<Clients>(
  { engine, pen, run, view, originals }: Turn<Clients>,
  target: string,
  step: LedgerStep,
): Promise<Seat<Clients> | { readonly target: string; readonly waits: LedgerStep }> {
  const found = await readEffects(engine, run, originals, target);
  if ("unclear" in found) return { target, waits: seeing(view, step, "discover", found.unclear) };
  const { effects } = found;
  return {
    target,
    step,
    context: { ...run.contextOf(target, step, effects), earlier: (name) => pen.item().steps[name] },
    nothingToUndo: pen.item().task.phase !== "execute" && effects.length === 0,
    held: heldBy(run.operation, run.input, pen.item(), target),
  };
}

/** What the originals did to this resource. An error of looking it up is no verdict: the step waits. */
async function readEffects<Clients>(engine: Engine<Clients>, run: Run<Clients>, originals: readonly LedgerItem[], target: string) {
  try {
    return await effectsOn(engine, run, originals, target);
  } catch (error) {
    return { unclear: run.classify(error).failure.message };
  }
}

function viewOf<Clients>({ clock, settings }: Engine<Clients>, { operation, input }: Run<Clients>, item: LedgerItem): View {
  const now = clock.nowIso();
  const { timeScale } = settings;
  const isForward = item.task.phase === "execute";
  return {
    now,
    deadlineAt: item.deadlineAt,
    expired: Date.parse(now) >= Date.parse(item.deadlineAt),
    cancel: item.cancel,
    settleMs: (target) => (operation.settleSeconds(target) * 1000) / timeScale,
    reversible: isForward && operation.reversibility !== "irreversible",
    onlyLooks: isForward && item.executionType === "drill" && isSkippedInDrill(operation.drill, input.config),
    timeScale,
  };
}

function openSteps(pen: Pen): readonly (readonly [string, LedgerStep])[] {
  return Object.entries(pen.item().steps).filter(([, { state }]) => state !== "TERMINAL");
}

/** A rollback or cleanup waits until its original is closed, a new attempt until what was begun to be taken back is; both wake it: its own polls may have been lost. */
async function waitFor<Clients>(engine: Engine<Clients>, pen: Pen, original: LedgerItem): Promise<void> {
  const { operationId, nextPollAt = 0, pollSeq } = original;
  if (nextPollAt < engine.clock.nowMs()) await engine.queue.send({ kind: "poll", operationId, seq: pollSeq }, 0);
  for (const [target, step] of Object.entries(pen.item().steps)) {
    pen.stageStep(target, { ...step, message: `waiting for operation ${operationId} to end` });
  }
}

async function loadAll<Clients>({ ledger }: Engine<Clients>, operationIds: readonly string[]): Promise<readonly LedgerItem[]> {
  const loaded = await boundedAll(operationIds, (operationId) => ledger.get(operationId));
  return loaded.filter((item) => item !== undefined);
}
