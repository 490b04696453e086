/** How an operation ended, once nothing of it is open or its time is up. Pure. */
import type { LedgerItem, StoredOutcome } from "../ledger/item.ts";
import type { Engine } from "./engine.ts";
import { operationRef } from "./facts.ts";
import { toTaskFailure, toTaskResult } from "./result.ts";
import { lastSeen } from "./remains.ts";

/** The outcome, or undefined while something is still to be seen. */
export function outcomeOf<Clients>(
  item: LedgerItem,
  { settings, adapter }: Pick<Engine<Clients>, "settings" | "adapter">,
  now: string,
): StoredOutcome | undefined {
  const open = Object.entries(item.steps).filter(([, { state }]) => state !== "TERMINAL");
  if (open.length > 0 && Date.parse(now) < Date.parse(item.deadlineAt)) return undefined;
  const ref = operationRef(item);
  const { simulated } = settings;
  const operation = adapter.operations[item.task.operation];
  const reversible = item.task.phase === "execute" && operation?.rollback !== undefined;
  const told = toTaskResult(item, { now, simulated, reversible, howToCheck: (target) => operation?.howToCheck?.(target) });
  const result = { ...told, adapterVersion: adapter.version };
  if (open.length > 0) {
    const lastErrors = open.flatMap(([, { lastError }]) => (lastError ? [lastError] : []));
    const seen = open.map(([target, step]) => `${target}: ${lastSeen(step)}`).join("; ");
    const failure = {
      code: "task.timed_out",
      message: `the deadline ${item.deadlineAt} passed; last seen: ${seen}`,
      retryable: true,
      ...(lastErrors.length > 0 ? { details: { lastErrors } } : {}),
    };
    return { type: "TechnologyFailed", time: now, data: { ...ref, failure, result } };
  }
  const failure = toTaskFailure(item);
  if (failure) return { type: "TechnologyFailed", time: now, data: { ...ref, failure, result } };
  return { type: "TechnologyCompleted", time: now, data: { ...ref, result } };
}
