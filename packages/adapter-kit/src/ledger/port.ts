/** The ledger as the kit uses it. Implementations: DynamoDB and memory; both pass the suite in `@dr/adapter-kit/testing`. */
import type { LedgerItem, OperationMember } from "./item.ts";

/** Outcome of asking for a lease: `item` is what stands in the ledger (with the lease in it when taken), absent if nothing stands there. */
export type LeaseAnswer =
  | { readonly taken: true; readonly item: LedgerItem }
  | { readonly taken: false; readonly item: LedgerItem | undefined };

/** All reads are strongly consistent. Writes are never repeated by the client itself. */
export interface Ledger {
  /** Remembers the highest epoch seen for an execution and returns it: higher than `epoch` means that the request is stale. */
  readonly raiseEpoch: (executionId: string, epoch: number) => Promise<number>;
  /** Adds an operation to those known for a task and returns all of them, in no order. Idempotent. */
  readonly register: (executionId: string, taskId: string, member: OperationMember) => Promise<readonly OperationMember[]>;
  /** The item, or undefined. */
  readonly get: (operationId: string) => Promise<LedgerItem | undefined>;
  /** Puts the item if there is none; returns false, and writes nothing, if there is. */
  readonly create: (item: LedgerItem) => Promise<boolean>;
  /** Takes the lease of an open operation if it is free or has run out at `nowMs`. Raises `rev`, so that the former holder's next write is refused. */
  readonly takeLease: (operationId: string, owner: string, nowMs: number, untilMs: number) => Promise<LeaseAnswer>;
  /** Replaces the item if its `rev` is still the one given; returns it with the next `rev`. Throws `ledger.conflict` otherwise. */
  readonly save: (item: LedgerItem) => Promise<LedgerItem>;
}
