/** A rollback and a clean-up of one task, asked for at the same time: only one of them is at work. */
import { toMember, type LedgerItem } from "../ledger/item.ts";
import type { Engine } from "./engine.ts";
import type { Pen } from "./pen.ts";
import { hasBegun } from "./say.ts";

/**
 * Looks, before a rollback or a clean-up acts for the first time, for the other one. A clean-up waits for every rollback that is open. A rollback
 * waits for a clean-up that has begun; one that has not is made to wait for it.
 *
 * Nothing can come in between: its own item stands already, so that of two at least one sees the other; and a clean-up that saw nothing and
 * is about to begin has to write that down first, which is refused (`ledger.conflict`) once somebody else wrote into its item.
 */
export async function settleTurns<Clients>(engine: Engine<Clients>, pen: Pen): Promise<void> {
  const { ledger } = engine;
  const { executionId, task } = pen.item();
  const { members } = await ledger.register(executionId, task.taskId, toMember(task));
  const first: string[] = [];
  for (const { operationId, phase } of members) {
    // Two of one phase are attempts: the newer one took over when it was opened.
    const other = phase === "execute" || phase === task.phase ? undefined : await ledger.get(operationId);
    if (other?.status !== "OPEN") continue;
    if (task.phase === "cleanup" || hasBegun(other)) first.push(operationId);
    else await holdUp(engine, other, pen.item());
  }
  pen.stage(({ unsettled: _looked, ...item }) => ({ ...item, waitsFor: [...new Set([...(item.waitsFor ?? []), ...first])] }));
}

/** The look that it may be taking right now is lost by this, and made up for. */
async function holdUp<Clients>(
  { ledger, queue }: Engine<Clients>,
  other: LedgerItem,
  { operationId, writtenBy }: LedgerItem,
): Promise<void> {
  const { waitsFor = [], pollSeq } = other;
  if (!waitsFor.includes(operationId)) {
    await ledger.save({ ...other, waitsFor: [...waitsFor, operationId], ...(writtenBy === undefined ? {} : { writtenBy }) });
  }
  await queue.send({ kind: "poll", operationId: other.operationId, seq: pollSeq }, 1);
}
