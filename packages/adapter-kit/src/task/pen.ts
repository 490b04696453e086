/** The one hand that writes a ledger item during a turn: changes are staged in memory, and written when they have to last. */
import { isDeepStrictEqual } from "node:util";
import { DrError } from "@dr/events";
import type { LedgerItem, LedgerStep } from "../ledger/item.ts";
import type { Ledger } from "../ledger/port.ts";

/** A worker's hold on an item. Every write is refused (`ledger.conflict`) if anybody else wrote since it was read: then the turn is theirs. */
export interface Pen {
  readonly item: () => LedgerItem;
  readonly stage: (change: (item: LedgerItem) => LedgerItem) => void;
  readonly stageStep: (target: string, step: LedgerStep) => void;
  readonly write: () => Promise<void>;
  /** Whether the item, as staged or written by now, says more than it did when it was read; when something was last seen does not count. */
  readonly hasNews: () => boolean;
}

/** A pen on an item as it was read, or on one that is not in the ledger yet (`isNew`): its first write creates it. */
export function takePen(ledger: Ledger, read: LedgerItem, writtenBy: string, isNew = false): Pen {
  let current: LedgerItem = { ...read, writtenBy };
  let exists = !isNew;
  const stage = (change: (item: LedgerItem) => LedgerItem): void => {
    current = change(current);
  };
  return {
    item: () => current,
    stage,
    stageStep: (target, step) => {
      stage((item) => ({ ...item, steps: { ...item.steps, [target]: step } }));
    },
    write: async () => {
      if (exists) {
        current = await ledger.save(current);
        return;
      }
      if (!(await ledger.create(current))) {
        throw new DrError("ledger.conflict", `operation ${current.operationId} was opened by another worker`, { retryable: true });
      }
      exists = true;
    },
    hasNews: () => !exists || !isDeepStrictEqual(withoutSight(current), withoutSight(read)),
  };
}

function withoutSight({ writtenBy: _writer, steps, ...item }: LedgerItem): unknown {
  return { ...item, steps: Object.fromEntries(Object.entries(steps).map(([target, { seenAt: _seen, ...step }]) => [target, step])) };
}

/** The item without a lease. */
export function withoutLease(item: LedgerItem): LedgerItem {
  const { leaseUntil: _released, ...rest } = item;
  return rest;
}
