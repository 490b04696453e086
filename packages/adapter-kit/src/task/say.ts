/** Everything that an operation says of itself goes through here. */
import type { LedgerItem, StoredOutcome } from "../ledger/item.ts";
import type { Engine } from "./engine.ts";
import { operationRef } from "./facts.ts";

/** Has anything been sent to the world? */
export function hasBegun({ steps }: Pick<LedgerItem, "steps">): boolean {
  return Object.values(steps).some(({ acts }) => acts > 0);
}

/** Says that the effect was submitted. */
export async function sayStarted<Clients>({ facts }: Engine<Clients>, item: LedgerItem, time: string): Promise<void> {
  await facts.publish(item, { type: "TechnologyStarted", data: operationRef(item), time: item.startedAt ?? time });
}

/** Says that an open operation is alive, and how far. */
export async function sayProgress<Clients>(
  { facts }: Engine<Clients>,
  item: LedgerItem,
  { message, percent, at }: NonNullable<LedgerItem["progress"]>,
): Promise<void> {
  const data = { ...operationRef(item), message, ...(percent === undefined ? {} : { percent }) };
  await facts.publish(item, { type: "TechnologyProgressed", data, time: at, part: item.pollSeq });
}

/** Says again what was said last of an open operation. */
export async function sayAlive<Clients>(engine: Engine<Clients>, item: LedgerItem): Promise<void> {
  const now = engine.clock.nowIso();
  if (item.startedAt !== undefined) await sayStarted(engine, item, item.startedAt);
  await sayProgress(engine, item, item.progress ?? { message: "accepted", at: now });
}

/** Says how an operation ended, word for word as it was stored; the reference is that of the newest request. */
export async function sayOutcome<Clients>(
  { facts }: Engine<Clients>,
  item: LedgerItem,
  outcome: StoredOutcome | undefined = item.outcome,
): Promise<void> {
  if (!outcome) return;
  // An item that was closed before its request came could not know the attempt.
  const data = { ...outcome.data, ...operationRef(item) };
  await facts.publish(item, { type: outcome.type, data, time: outcome.time });
}
