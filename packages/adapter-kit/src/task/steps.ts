/** The states that a step can be brought to: waiting with what was seen, finished, failed. Pure. */
import type { Failure, ResourceResult } from "@dr/events";
import type { LedgerItem, LedgerStep } from "../ledger/item.ts";
import type { Evidence } from "../operation.ts";
import { lastSeen } from "./remains.ts";
import { toResourceResult } from "./result.ts";

/** What is the same for all resources of a turn. */
export interface View {
  readonly now: string;
  readonly deadlineAt: string;
  readonly expired: boolean;
  readonly cancel: LedgerItem["cancel"];
  /** Time after an act of unknown outcome during which `not_started` is not believed. */
  readonly settleMs: (target: string) => number;
  readonly reversible: boolean;
  /** A drill of an operation that does nothing in drills. */
  readonly onlyLooks: boolean;
  readonly timeScale: number;
}

/** A look at the world: what a step remembers as last seen. */
export type LookName = "prepare" | "discover" | "poll" | "cancel";

/** Still open; this is what was seen. */
export function seeing({ now }: View, step: LedgerStep, seenBy: LookName, message: string): LedgerStep {
  return { ...step, message, seenAt: now, seenBy };
}

/** Still open; the look itself failed. */
export function noting(view: View, step: LedgerStep, seenBy: LookName, failure: Failure): LedgerStep {
  return { ...seeing(view, step, seenBy, `${failure.code}: ${failure.message}`), lastError: failure };
}

/** Ended well, or with nothing to do. */
export function finish(
  view: View,
  target: string,
  step: LedgerStep,
  { outcome, evidence }: { readonly outcome: Exclude<ResourceResult["outcome"], "failed" | "unknown">; readonly evidence: Evidence },
): LedgerStep {
  const result = toResourceResult(step, outcome, evidence, { ...view, target });
  const { leftovers: _stood, ...rest } = step;
  return { ...rest, state: "TERMINAL", result, ...(evidence.leftovers === undefined ? {} : { leftovers: evidence.leftovers }) };
}

/** Ended badly. `remains` says that its effect stands, or may; without it there surely is none. */
export function fail(
  step: LedgerStep,
  failure: Failure,
  { evidence, remains }: { readonly evidence?: Evidence; readonly remains?: "stands" | "unknown" } = {},
): LedgerStep {
  const warnings = [...step.warnings, ...(evidence?.warnings ?? [])];
  const leftovers = evidence?.leftovers === undefined ? {} : { leftovers: evidence.leftovers };
  return { ...step, state: "TERMINAL", failure, warnings, ...leftovers, ...(remains === undefined ? {} : { remains }) };
}

/** Nothing has been done yet, and nothing may be begun any more. */
export function endBeforeAct(view: View, step: LedgerStep): Failure | undefined {
  if (view.cancel) return cancelled(view);
  if (!view.expired) return undefined;
  const message = `the deadline ${view.deadlineAt} passed before anything was done; last seen: ${lastSeen(step)}`;
  return { code: "task.timed_out", message, retryable: true, ...(step.lastError ? { details: { lastErrors: [step.lastError] } } : {}) };
}

/** The failure of what was stopped; `cause` is what the service said then. */
export function cancelled({ cancel }: View, cause?: Failure): Failure {
  const message = `stopped: ${cancel?.reason ?? "cancelled"}`;
  return { code: "task.cancelled", message, retryable: false, ...(cause === undefined ? {} : { details: { cause } }) };
}
