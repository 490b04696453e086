/** How long a worker may hold an operation. Leases only keep workers from doing the same twice; that no effect is made twice is the revision's doing. */
import { DrError } from "@dr/events";
import type { Delivery } from "./engine.ts";

/** For looking around. A worker that takes longer may be overtaken; its next write is then refused. Short, because a dead worker's lease holds everybody up. */
const LOOK_MS = 10_000;
/** A mutating request takes up to 13 s (the runtime's 3 s to connect and 10 s to answer). */
const ACT_MS = 13_500;
/** From the intent's write to the begin of the act. */
const ACT_BEGIN_MS = 4_000;

/** Until when a lease that is taken now holds: never longer than its worker lives, but for a margin between clocks. */
export function leaseEnd(nowMs: number, { remainingMs }: Pick<Delivery, "remainingMs">): number {
  return nowMs + Math.min(remainingMs() + 2_000, LOOK_MS);
}

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

/** The error `ledger.lease_held`: another worker is busy on the operation until (at most) `untilMs`. */
export function leaseHeld(operationId: string, untilMs: number): DrError {
  return new DrError("ledger.lease_held", `operation ${operationId} is being worked on`, { retryable: true, details: { untilMs } });
}
