/** DRS source servers, which the Resource Groups Tagging API may leave out, with the instance that each of them replicates. */
import { awsPartition } from "@dr/runtime";
import { DescribeSourceServersCommand, DrsClient } from "@aws-sdk/client-drs";
import type { PageSource } from "../collect/page-source.ts";
import type { SourceConfig } from "./source-config.ts";

/** The most that a page may have (API reference, maxResults). */
const PAGE = 200;

/** All source servers of the Region; none where DRS was never set up. */
export function sourceServers(config: SourceConfig): PageSource {
  const client = new DrsClient(config);
  return {
    call: "drs:DescribeSourceServers",
    readPage: async (nextToken) => {
      const answer = await client
        .send(new DescribeSourceServersCommand({ filters: {}, maxResults: PAGE, ...(nextToken === undefined ? {} : { nextToken }) }))
        .catch(noneIfNotSetUp);
      const sightings = (answer.items ?? []).flatMap(({ arn, tags = {}, sourceProperties, sourceCloudProperties }) => {
        if (arn === undefined) return [];
        const instance = sourceProperties?.identificationHints?.awsInstanceID;
        const { originRegion, originAccountID } = sourceCloudProperties ?? {};
        const told = instance !== undefined && originRegion !== undefined && originAccountID !== undefined;
        const standsFor = told
          ? `arn:${awsPartition(originRegion)}:ec2:${originRegion}:${originAccountID}:instance/${instance}`
          : undefined;
        return [{ arn, tags, standsFor }];
      });
      return { sightings, next: answer.nextToken };
    },
  };
}

function noneIfNotSetUp(error: unknown): { readonly items: readonly []; readonly nextToken?: undefined } {
  if (error instanceof Error && error.name === "UninitializedAccountException") return { items: [] };
  throw error;
}
