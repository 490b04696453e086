// Pages DRS lists.
import { paginate } from "../../paginate.ts";
import { invalid } from "./drs-errors.ts";

/** A page of items as every DRS list returns it. */
export const drsPageOf = <Item extends object>(
  items: readonly Item[],
  { maxResults, nextToken }: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
): { readonly items: readonly Item[]; readonly nextToken?: string } => {
  const page = paginate(items, nextToken, maxResults ?? 100);
  if (page === undefined) throw invalid("Invalid nextToken");
  return { items: page.items, ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
};
