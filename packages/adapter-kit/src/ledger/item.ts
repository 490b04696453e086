/** What the ledger remembers of an operation: enough for any worker to go on after any crash. */
import type { EventData, ExecutionType, Failure, Mode, ResourceResult, TaskRequest } from "@dr/events";

/** `PENDING` → `INTENT` (written before the act) → `SUBMITTED` (the act was accepted) → `TERMINAL`. */
export type StepState = "PENDING" | "INTENT" | "SUBMITTED" | "TERMINAL";

/** One resource of a task. Times are ISO 8601, UTC. `pre` and `handle` belong to the operation. */
export interface LedgerStep {
  readonly state: StepState;
  readonly startedAt?: string;
  readonly pre?: unknown;
  /** First time that the act, whose outcome is still open, was intended. */
  readonly intentAt?: string;
  /** Last time that the act was sent, or was about to be. */
  readonly actedAt?: string;
  readonly acts: number;
  /** What the resource really is (`others`: its parts), and the operation that last claimed it for the task. */
  readonly claimed?: { readonly reference: string; readonly others?: readonly string[]; readonly by: string };
  /** The last act was surely not accepted (throttled, refused): no need to wait before believing `not_started`. */
  readonly refused?: boolean;
  /** The service refused the last act because the wanted state is there, it says. Looked up once, believed never. */
  readonly saidAlready?: boolean;
  readonly handle?: unknown;
  /** Since when the changed fact has been seen, though not yet everything that belongs to it. */
  readonly changedAt?: string;
  readonly cancelAskedAt?: string;
  readonly cancelAccepted?: boolean;
  readonly result?: ResourceResult;
  readonly failure?: Failure;
  readonly leftovers?: readonly string[];
  readonly warnings: readonly string[];
  readonly message?: string;
  /** When the message was seen, and by which look (`prepare`, `discover`, `poll`, `act`). */
  readonly seenAt?: string;
  readonly seenBy?: string;
  readonly percent?: number;
  /** What the last poll noted for the next one. */
  readonly memo?: unknown;
  /** Steps with the same mark were acted on together, by one request. */
  readonly actGroup?: string;
  /** Of a failed step: its effect was seen, or may stand. Absent: it surely had none. */
  readonly remains?: "stands" | "unknown";
  /** An earlier attempt completed it, with this result: it counts if a look, at or after `since`, shows that it still stands. */
  readonly kept?: { readonly result: ResourceResult; readonly since: string };
  /** Last error that did not end the step. */
  readonly lastError?: Failure;
}

/** The fact that ends an operation, kept so that it can be said again word for word. */
export type StoredOutcome = { readonly time: string } & (
  | { readonly type: "TechnologyCompleted"; readonly data: EventData<"TechnologyCompleted"> }
  | { readonly type: "TechnologyFailed"; readonly data: EventData<"TechnologyFailed"> }
);

/** One operation (one attempt of one phase of a task). `rev` grows with every write; a write that does not know the last one is refused. */
export interface LedgerItem {
  readonly operationId: string;
  readonly rev: number;
  readonly executionId: string;
  readonly planId: string;
  readonly waveNumber: number;
  readonly executionType: ExecutionType;
  readonly mode: Mode;
  /** Environment of the execution: whose defaults count. */
  readonly environment?: string;
  readonly task: TaskRequest;
  /** Highest epoch and newest ids among the requests for this operation: echoed in every fact. */
  readonly epoch: number;
  readonly correlationId: string;
  readonly causationId: string;
  readonly status: "OPEN" | "TERMINAL";
  readonly createdAt: string;
  /** The request's deadline, or an earlier one that the configuration asks for. */
  readonly deadlineAt: string;
  readonly steps: Readonly<Record<string, LedgerStep>>;
  /** Rollback and cleanup: the operations whose effect is taken back, oldest attempt first. */
  readonly originals?: readonly string[];
  /** Rollbacks and clean-ups of the task that go first: it begins when they have ended. */
  readonly waitsFor?: readonly string[];
  /** A rollback or a clean-up that did not look yet, since its item stands, whether the other one is at work: it looks before it acts. */
  readonly unsettled?: true;
  /** The delivery that wrote last: unique, so that a writer recognises a write of its own whose answer was lost. */
  readonly writtenBy?: string;
  /** Milliseconds since the epoch. While a worker acts, nobody else works on the operation. */
  readonly leaseUntil?: number;
  /** Milliseconds since the epoch: the latest time of the next look that is written down. Looks before it write only if they see something new. */
  readonly nextPollAt?: number;
  /** Number of the poll messages that count; one with a lower number belongs to an older chain, unless the newer one is overdue. */
  readonly pollSeq: number;
  readonly startedAt?: string;
  readonly cancel?: { readonly reason: string; readonly at: string };
  readonly progress?: { readonly message: string; readonly percent?: number; readonly at: string };
  readonly outcome?: StoredOutcome;
}

/** An operation as registered under its task, before its item exists. */
export interface OperationMember {
  readonly operationId: string;
  readonly phase: TaskRequest["phase"];
  readonly attempt: number;
  /** Operation whose effect this one takes back. */
  readonly undoes?: string;
  /** Earlier attempts that an inverse takes back as well: the one that it names may never have reached the adapter. */
  readonly undoesEarlier?: readonly string[];
}

/** The operation that a request asks for, as a member of its task. */
export function toMember({ operationId, phase, attempt, undoes, undoesEarlier }: TaskRequest): OperationMember {
  return {
    operationId,
    phase,
    attempt,
    ...(undoes === undefined ? {} : { undoes }),
    ...(undoesEarlier === undefined ? {} : { undoesEarlier }),
  };
}

/** The member as one string of a set: `phase|attempt|operationId|undoes`, and `|a,b` for those that it takes back as well. */
export function encodeMember(member: OperationMember): string {
  const earlier = member.undoesEarlier ?? [];
  const fields = [member.phase, member.attempt, member.operationId, member.undoes ?? ""];
  return [...fields, ...(earlier.length > 0 ? [earlier.join(",")] : [])].join("|");
}

/** Inverse of `encodeMember`. */
export function decodeMember(text: string): OperationMember {
  const [phase, attempt, operationId = "", undoes, earlier] = text.split("|");
  const inverse = { ...(undoes ? { undoes } : {}), ...(earlier ? { undoesEarlier: earlier.split(",") } : {}) };
  return { operationId, phase: phase as OperationMember["phase"], attempt: Number(attempt), ...inverse };
}
