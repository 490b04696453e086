/** How long a worker that acts keeps the others away. That no effect is made twice is the revision's doing; a lease spares the others a useless look. */
import { DrError } from "@dr/events";
import type { LedgerItem } from "../ledger/item.ts";
import type { Delivery } from "./engine.ts";

/** A mutating request takes up to 13 s (the runtime's 3 s to connect and 10 s to answer). */
const ACT_MS = 13_500;
/** From the intent's write to the begin of the act. */
const ACT_BEGIN_MS = 4_000;

/** Until when the lease of a worker holds that is about to act: it must outlive the act, whatever becomes of the worker. */
export function actLeaseEnd(nowMs: number): number {
  return nowMs + ACT_BEGIN_MS + ACT_MS;
}

/** May an act begin now? Not in a worker that slept since it wrote its intent: somebody else may have acted by now. */
export function mayActUnder(leaseUntilMs: number | undefined, nowMs: number): boolean {
  return nowMs + ACT_MS <= (leaseUntilMs ?? 0);
}

/** Does the invocation last long enough to act, and to write down what came of it? */
export function hasTimeToAct({ remainingMs }: Pick<Delivery, "remainingMs">): boolean {
  return remainingMs() >= ACT_BEGIN_MS + ACT_MS;
}

/** Throws `ledger.lease_held` while another worker acts on the operation; its message is put back until then. */
export function assertNobodyActs({ operationId, status, leaseUntil = 0 }: LedgerItem, nowMs: number): void {
  if (status !== "OPEN" || leaseUntil <= nowMs) return;
  throw new DrError("ledger.lease_held", `operation ${operationId} is being worked on`, {
    retryable: true,
    details: { untilMs: leaseUntil },
  });
}
