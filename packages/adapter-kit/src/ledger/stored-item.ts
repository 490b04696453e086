/** An item as a database keeps it: maps lose the order of their members there, and the order of the steps is the plan's. */
import type { LedgerItem } from "./item.ts";

/** An item, and the order of its steps beside it. Items of earlier versions have none. */
export type StoredItem = LedgerItem & { readonly order?: readonly string[] };

/** What is written. */
export function toStored(item: LedgerItem): StoredItem {
  return { ...item, order: Object.keys(item.steps) };
}

/** What was written, its steps in the order of then; one that the order does not name comes last. */
export function fromStored({ order = [], ...item }: StoredItem): LedgerItem {
  const known = order.flatMap((name) => (item.steps[name] ? [[name, item.steps[name]] as const] : []));
  return { ...item, steps: { ...Object.fromEntries(known), ...item.steps } };
}
