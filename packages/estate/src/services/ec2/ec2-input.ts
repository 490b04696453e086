// Input members that EC2's describe operations share.
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { type Page, paginate } from "../../paginate.ts";

/** `Filters` as a map; empty if absent. */
export const ec2Filters = z
  .array(z.object({ Name: z.string(), Values: z.array(z.string()).default([]) }))
  .default([])
  .transform((filters) => new Map(filters.map(({ Name, Values }) => [Name, Values])));

/** The members of a describe operation on instances. EC2 takes ids or pages, not both. */
export const instanceQuery = {
  InstanceIds: z.array(z.string()).default([]),
  Filters: ec2Filters,
  MaxResults: z.int().min(5).max(1000).optional(),
  NextToken: z.string().optional(),
  DryRun: z.boolean().default(false),
};

type Query = { readonly InstanceIds: readonly string[]; readonly MaxResults?: number | undefined; readonly DryRun: boolean };

/** Refuses what EC2 refuses before it looks: a dry run says what would have happened, ids and pages exclude each other. */
export const requireQuery = ({ InstanceIds, MaxResults, DryRun }: Query): void => {
  if (InstanceIds.length > 0 && MaxResults !== undefined) {
    throw awsError("InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults");
  }
  if (DryRun) throw dryRun();
};

/** What EC2 answers to a dry run that would have succeeded. */
export const dryRun = () => awsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);

/** A page of a list as EC2 returns it. */
export const ec2PageOf = <Item>(
  items: readonly Item[],
  { MaxResults, NextToken }: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
): Page<Item> => {
  const page = paginate(items, NextToken, MaxResults ?? 1000);
  if (page === undefined) throw awsError("InvalidPaginationToken", "The pagination token is not valid");
  return page;
};
