/** Claims what resources really are for their task, before anything is done: one thing under two names is one thing. */
import { boundedAll } from "../batch.ts";
import type { LedgerItem, LedgerStep } from "../ledger/item.ts";
import type { LedgerLock } from "../ledger/port.ts";
import type { Engine } from "./engine.ts";
import type { Decided } from "./observe.ts";
import type { Run } from "./run.ts";
import { fail, seeing, type View } from "./steps.ts";

/**
 * The decisions, each with its claim. What another task acts on is not acted on: its step fails with `task.resource_taken`, for good, with who has
 * it. A holder whose operation has ended, or whose time is up, has lost its claim: a worker that died before it gave it back keeps nobody out.
 */
export async function claimAll<Clients>(
  engine: Engine<Clients>,
  { run, item, view }: { readonly run: Run<Clients>; readonly item: LedgerItem; readonly view: View },
  decided: readonly Decided<Clients>[],
): Promise<readonly Decided<Clients>[]> {
  const { effect } = run;
  if (!effect.identityOf) return decided;
  return boundedAll(decided, async (seat) => {
    const { step, target } = seat;
    if (step.state === "TERMINAL" || step.pre === undefined || (step.claimed?.by === item.operationId && !seat.act)) return seat;
    const reference = effect.identityOf?.(step.pre) ?? target;
    const lock = lockOf(item, reference);
    const holder = await take(engine, lock, view.now);
    if (holder === undefined) return { ...seat, step: { ...step, claimed: { reference, by: item.operationId } } };
    // What was sent before is looked after, whoever has it now.
    return seat.act ? { ...seat, act: false, step: refused(view, step, target, holder) } : seat;
  });
}

/** Gives back what the operation claimed. One that is not given back for a crash is lost with the end of its operation. */
export async function releaseAll<Clients>({ ledger }: Engine<Clients>, item: LedgerItem): Promise<void> {
  const references = new Set(Object.values(item.steps).flatMap(({ claimed }) => (claimed ? [claimed.reference] : [])));
  await boundedAll([...references], (reference) => ledger.releaseLock(lockOf(item, reference)));
}

function lockOf({ executionId, operationId, task, deadlineAt }: LedgerItem, reference: string): LedgerLock {
  return { reference, executionId, taskId: task.taskId, operationId, until: deadlineAt };
}

async function take<Clients>({ ledger }: Engine<Clients>, lock: LedgerLock, now: string): Promise<LedgerLock | undefined> {
  const holder = await ledger.takeLock(lock);
  if (holder === undefined) return undefined;
  const isOver = holder.until <= now || (await ledger.get(holder.operationId))?.status !== "OPEN";
  return isOver ? ledger.takeLock(lock, holder.operationId) : holder;
}

function refused(view: View, step: LedgerStep, target: string, { reference, executionId, taskId, operationId }: LedgerLock): LedgerStep {
  const message = `it is ${reference}, on which task ${taskId} of execution ${executionId} is at work`;
  const failure = {
    code: "task.resource_taken",
    message,
    retryable: false,
    details: { target, reference, executionId, taskId, operationId },
  };
  const untouched = { ...seeing(view, step, "prepare", message), acts: step.acts - 1 };
  return fail(untouched, failure);
}
