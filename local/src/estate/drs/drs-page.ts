// Pages DRS lists.
import type { Output } from "../operation.ts";
import { paginate } from "../paginate.ts";
import { invalid } from "./drs-errors.ts";

/** A page of items as every DRS list returns it. */
export const drsPageOf = (
  items: readonly unknown[],
  { maxResults, nextToken }: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
): Output => {
  const page = paginate(items, nextToken, maxResults ?? 100);
  if (page === undefined) throw invalid("Invalid nextToken");
  return { items: page.items, ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
};
