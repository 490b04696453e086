/** Everything that has tags in a Region: the Resource Groups Tagging API. */
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import type { PageSource } from "../collect/page-source.ts";
import type { SourceConfig } from "./source-config.ts";
import { toTags } from "./to-tags.ts";

/** The most that a page may have (API reference, ResourcesPerPage). */
const PAGE = 100;

/** All tagged resources of the Region, stacks and VPCs among them. DRS source servers and what was never tagged are not listed. */
export function taggedResources(config: SourceConfig): PageSource {
  const client = new ResourceGroupsTaggingAPIClient(config);
  return {
    call: "tag:GetResources",
    readPage: async (PaginationToken) => {
      const answer = await client.send(new GetResourcesCommand({ PaginationToken, ResourcesPerPage: PAGE }));
      const sightings = (answer.ResourceTagMappingList ?? []).flatMap(({ ResourceARN: arn, Tags = [] }) =>
        arn === undefined ? [] : [{ arn, tags: toTags(Tags.map(({ Key, Value }) => [Key, Value])) }],
      );
      return { sightings, next: answer.PaginationToken };
    },
  };
}
