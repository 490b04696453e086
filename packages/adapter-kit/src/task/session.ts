/** The ledger item of an operation while one worker holds its lease: changes are staged in memory and written in order. */
import type { LedgerItem, LedgerStep } from "../ledger/item.ts";
import type { Ledger } from "../ledger/port.ts";

/** One worker's hold on one operation. */
export interface Session {
  readonly item: () => LedgerItem;
  readonly stage: (change: (item: LedgerItem) => LedgerItem) => void;
  readonly stageStep: (target: string, step: LedgerStep) => void;
  /** Writes everything staged so far, after earlier writes of this session. Throws `ledger.conflict` when the lease was lost. */
  readonly commit: () => Promise<void>;
}

/** Opens a session on an item whose lease was just taken. */
export function openSession(ledger: Ledger, leased: LedgerItem): Session {
  let current = leased;
  let tail: Promise<unknown> = Promise.resolve();
  const stage = (change: (item: LedgerItem) => LedgerItem): void => {
    current = change(current);
  };
  const write = async (): Promise<void> => {
    const saved = await ledger.save(current);
    // What was staged while the write was under way stays; only the revision moves on.
    current = { ...current, rev: saved.rev };
  };
  return {
    item: () => current,
    stage,
    stageStep: (target, step) => {
      stage((item) => ({ ...item, steps: { ...item.steps, [target]: step } }));
    },
    commit: () => {
      const next = tail.then(write);
      tail = next.catch(() => undefined);
      return next;
    },
  };
}

/** The item with its lease given back; `leaseOwner` stays as the mark of the last writer. */
export function withoutLease(item: LedgerItem): LedgerItem {
  const { leaseUntil: _released, ...rest } = item;
  return rest;
}
