// Pages RDS lists by Marker and filters them by name.
import { paginate } from "../../paginate.ts";
import { invalidValue } from "./rds-errors.ts";

/** A page of a list as RDS returns it. */
export const rdsPageOf = <Item>(
  items: readonly Item[],
  { Marker, MaxRecords }: { readonly Marker?: string | undefined; readonly MaxRecords?: number | undefined },
): { readonly items: readonly Item[]; readonly Marker?: string } => {
  const page = paginate(items, Marker, MaxRecords ?? 100);
  if (page === undefined) throw invalidValue("Invalid marker.");
  return page.nextToken === undefined ? { items: page.items } : { items: page.items, Marker: page.nextToken };
};

/** Keeps the items that pass every filter; a filter that the list does not know is an error, as on AWS. */
export const rdsFiltered = <Item>(
  items: readonly Item[],
  filters: ReadonlyMap<string, ReadonlySet<string>> | undefined,
  known: Readonly<Record<string, (item: Item) => readonly string[]>>,
): readonly Item[] => {
  let kept = items;
  for (const [name, accepted] of filters ?? []) {
    const valuesOf = known[name];
    if (valuesOf === undefined) throw invalidValue(`Unrecognized filter name: ${name}`);
    kept = kept.filter((item) => valuesOf(item).some((value) => accepted.has(value)));
  }
  return kept;
};
