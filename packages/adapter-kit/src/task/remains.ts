/** What a step tells of its resource: what was last seen, and what may be left of an effect that did not end well. Pure. */
import type { LedgerStep } from "../ledger/item.ts";

/** What was last seen of a resource, by which look, and when. */
export function lastSeen({ message, seenAt, seenBy }: LedgerStep): string {
  if (message === undefined) return "nothing";
  return seenAt === undefined ? message : `${message} (${seenBy ?? "look"} at ${seenAt})`;
}

/** What may be left of an effect whose step did not end well: undefined = surely nothing. */
export function remainsOf(step: LedgerStep): "stands" | "unknown" | undefined {
  if (step.state === "TERMINAL") return step.failure === undefined ? undefined : step.remains;
  if (step.acts === 0 || step.refused === true) return undefined;
  return step.changedAt === undefined ? "unknown" : "stands";
}
