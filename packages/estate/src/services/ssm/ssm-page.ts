// Pages Systems Manager's lists.
import { awsError } from "../../aws-error.ts";
import { paginate } from "../../paginate.ts";

/** A page of items; a token that was not given out is InvalidNextToken. */
export const ssmPageOf = <Item>(
  items: readonly Item[],
  { MaxResults, NextToken }: { readonly MaxResults: number; readonly NextToken?: string | undefined },
): { readonly items: readonly Item[]; readonly NextToken?: string } => {
  const page = paginate(items, NextToken, MaxResults);
  if (page === undefined) throw awsError("InvalidNextToken", "The specified token isn't valid.");
  return { items: page.items, ...(page.nextToken !== undefined && { NextToken: page.nextToken }) };
};
