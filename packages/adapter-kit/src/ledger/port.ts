/** The ledger as the kit uses it. Implementations: DynamoDB and memory; both pass the suite in `@dr/adapter-kit/testing`. */
import type { LedgerItem, OperationMember } from "./item.ts";

/** Who may act on what a reference names: one task of one execution, in its attempts and inverses. From the beginning of the operation until its deadline; locks of earlier versions do not say since when. */
export interface LedgerLock {
  readonly reference: string;
  readonly executionId: string;
  readonly taskId: string;
  readonly operationId: string;
  readonly since?: string;
  readonly until: string;
  /** The operation has ended, and what it launched in a drill stands until the drill cleans up. */
  readonly standing?: true;
}

/** Seconds by kind of resource. */
export type Paces = Readonly<Record<string, number>>;

/** What a task's operations are, once one was added to them. */
export interface Registered {
  /** All of them, this one too, in no order. */
  readonly members: readonly OperationMember[];
  /** It was one of them before, if only by a try whose answer was lost. If not, no request for it has made its item: an inverse may have, that closed it in advance. */
  readonly wasKnown: boolean;
}

/** Every call is one request, but for a race that is looked into with one more. Reads are strongly consistent. Writes are never repeated by the client itself. */
export interface Ledger {
  /** Remembers the highest epoch seen for an execution and returns it: higher than `epoch` means that the request is stale. */
  readonly raiseEpoch: (executionId: string, epoch: number) => Promise<number>;
  /** Adds an operation to those known for a task. Idempotent; of two that come together, the later one sees the other. */
  readonly register: (executionId: string, taskId: string, member: OperationMember) => Promise<Registered>;
  /** The item, or undefined. Its steps have the order in which they were written; what is inside of a step may have another one: compare it by its members. */
  readonly get: (operationId: string) => Promise<LedgerItem | undefined>;
  /** Puts the item if there is none; returns false, and writes nothing, if there is. */
  readonly create: (item: LedgerItem) => Promise<boolean>;
  /** Replaces the item if its `rev` is still the one given; returns it with the next `rev`. Throws `ledger.conflict` otherwise. */
  readonly save: (item: LedgerItem) => Promise<LedgerItem>;
  /** Takes the lock if nobody has it, the same task has it, or the operation `insteadOf` has it. Resolves to undefined, or to who has it. */
  readonly takeLock: (lock: LedgerLock, insteadOf?: string) => Promise<LedgerLock | undefined>;
  /** Gives the lock back if this task has it. */
  readonly releaseLock: (lock: Pick<LedgerLock, "reference" | "executionId" | "taskId">) => Promise<void>;
  /** Seconds that an operation takes when it is quick, by kind of resource, as its own history shows; empty as long as there is none. */
  readonly readPaces: (operation: string) => Promise<Paces>;
  /** Keeps the paces of an operation; the last writer wins. */
  readonly writePaces: (operation: string, paces: Paces) => Promise<void>;
}
