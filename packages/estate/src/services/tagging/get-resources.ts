// GetResources: everything in the Region that has tags. DRS source servers are not listed, as on AWS.
import type { GetResourcesOutput } from "@aws-sdk/client-resource-groups-tagging-api";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { type ReadCall, readOperation } from "../../operation.ts";
import { paginate } from "../../paginate.ts";
import { toTagList } from "../../tag-list.ts";
import { findInstances } from "../ec2/find-instances.ts";
import { taggedKind } from "./records.ts";

type Tagged = { readonly arn: string; readonly tags: Readonly<Record<string, string>> };

/** AND across filters, OR in the values of one; a filter without values asks for the key. */
export const getResources = readOperation({
  input: z.object({
    PaginationToken: z.string().default(""),
    TagFilters: z
      .array(z.object({ Key: z.string().max(128), Values: z.array(z.string().max(256)).max(20).default([]) }))
      .max(50)
      .default([]),
    ResourcesPerPage: z.int().min(1).max(100).default(50),
    ResourceTypeFilters: z.array(z.string()).max(100).default([]),
  }),
  run: ({ PaginationToken, TagFilters, ResourcesPerPage, ResourceTypeFilters }, call): GetResourcesOutput => {
    const all = taggedIn(call)
      .filter(({ tags }) => TagFilters.every(({ Key, Values }) => Key in tags && (Values.length === 0 || Values.includes(tags[Key] ?? ""))))
      .filter(({ arn }) => ResourceTypeFilters.length === 0 || ResourceTypeFilters.some((type) => isOfType(arn, type)));
    const page = paginate(all, PaginationToken === "" ? undefined : PaginationToken, ResourcesPerPage);
    if (page === undefined) throw awsError("PaginationTokenExpiredException", "The pagination token is not valid.");
    return {
      PaginationToken: page.nextToken ?? "",
      ResourceTagMappingList: page.items.map(({ arn, tags }) => ({
        ResourceARN: arn,
        Tags: toTagList(tags),
      })),
    };
  },
});

const taggedIn = (call: ReadCall): readonly Tagged[] => {
  const { world, region, accountId } = call;
  const found = new Map<string, Tagged["tags"]>();
  const add = (service: string, resource: string, tags: Tagged["tags"]): void => {
    const arn = `arn:aws:${service}:${region}:${accountId}:${resource}`;
    if (Object.keys(tags).length > 0) found.set(arn, { ...tags, ...found.get(arn) });
  };
  for (const { service, resource, tags } of world.list(taggedKind, region)) if (service !== "drs") add(service, resource, tags);
  for (const { instanceId, tags } of findInstances(call, [], new Map())) add("ec2", `instance/${instanceId}`, tags);
  return [...found].map(([arn, tags]) => ({ arn, tags })).toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
};

/** `ec2:instance`, or a whole service. */
const isOfType = (arn: string, type: string): boolean => {
  const [service, kind] = type.split(":");
  const [, , own, , , ...rest] = arn.split(":");
  return own === service && (kind === undefined || rest.join(":").startsWith(kind));
};
