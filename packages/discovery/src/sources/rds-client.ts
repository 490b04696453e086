/** Clusters, and instances with the cluster and the VPC that they belong to. */
import { awsPartition } from "@dr/runtime";
import { DescribeDBClustersCommand, DescribeDBInstancesCommand, RDSClient, type Tag } from "@aws-sdk/client-rds";
import type { PageSource } from "../collect/page-source.ts";
import type { DiscoveryTarget } from "../core/inventory.ts";
import type { SourceConfig } from "./source-config.ts";
import { toTags } from "./to-tags.ts";

/** The most that a page may have (API reference, MaxRecords). */
const PAGE = 100;

/** All clusters and instances of the Region. */
export function databases(config: SourceConfig, { account, region }: DiscoveryTarget): readonly PageSource[] {
  const client = new RDSClient(config);
  const arnOf = (service: string, resource: string): string => `arn:${awsPartition(region)}:${service}:${region}:${account}:${resource}`;
  const tagsOf = (list: readonly Tag[] = []) => toTags(list.map(({ Key, Value }) => [Key, Value]));
  return [
    {
      call: "rds:DescribeDBClusters",
      readPage: async (Marker) => {
        const answer = await client.send(new DescribeDBClustersCommand({ Marker, MaxRecords: PAGE }));
        const sightings = (answer.DBClusters ?? []).flatMap(({ DBClusterArn: arn, TagList }) =>
          arn === undefined ? [] : [{ arn, tags: tagsOf(TagList) }],
        );
        return { sightings, next: answer.Marker };
      },
    },
    {
      call: "rds:DescribeDBInstances",
      readPage: async (Marker) => {
        const answer = await client.send(new DescribeDBInstancesCommand({ Marker, MaxRecords: PAGE }));
        const sightings = (answer.DBInstances ?? []).flatMap(({ DBInstanceArn: arn, TagList, DBClusterIdentifier, DBSubnetGroup }) => {
          if (arn === undefined) return [];
          const cluster = DBClusterIdentifier === undefined ? undefined : arnOf("rds", `cluster:${DBClusterIdentifier}`);
          const vpc = DBSubnetGroup?.VpcId === undefined ? undefined : arnOf("ec2", `vpc/${DBSubnetGroup.VpcId}`);
          return [{ arn, tags: tagsOf(TagList), cluster, vpc }, ...(cluster && vpc ? [{ arn: cluster, tags: {}, vpc }] : [])];
        });
        return { sightings, next: answer.Marker };
      },
    },
  ];
}
