/** Ledger items that are closed from the start: a request that may not, or need not, have an effect. */
import type { Failure } from "@dr/events";
import type { LedgerItem, OperationMember, StoredOutcome } from "../ledger/item.ts";
import { operationRef } from "./facts.ts";
import { SUPERSEDED } from "./overtaken.ts";
import { withoutLease } from "./pen.ts";

/** The outcome of an operation that failed. */
export function failedOutcome(item: LedgerItem, failure: Failure, time: string): StoredOutcome {
  return { type: "TechnologyFailed", time, data: { ...operationRef(item), failure } };
}

/** A closed item for another operation of the successor's task: its request, should it still come, finds itself answered. */
export function closedItem(successor: LedgerItem, member: OperationMember, nowMs: number): LedgerItem {
  const { operationId, attempt, phase } = member;
  const { undoes: _undoes, ...task } = successor.task;
  const base = { ...successor, operationId, task: { ...task, operationId, attempt, phase }, steps: {}, rev: 1 };
  const failure = {
    code: SUPERSEDED,
    message: `a later request of this task (${successor.operationId}) came first`,
    retryable: false,
  };
  return withoutLease({ ...base, status: "TERMINAL", outcome: failedOutcome(base, failure, new Date(nowMs).toISOString()) });
}
