/** Instances with their VPC, also those without tags of their own. Their Auto Scaling group is not read yet. */
import { awsPartition } from "@dr/runtime";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { PageSource } from "../collect/page-source.ts";
import type { DiscoveryTarget } from "../core/inventory.ts";
import type { SourceConfig } from "./source-config.ts";
import { toTags } from "./to-tags.ts";

/** The most that a page may have (API reference, DescribeInstances). */
const PAGE = 1_000;
/** A terminated instance is shown for an hour; nobody means it. */
const STATES = ["pending", "running", "stopping", "stopped"];

/** All instances of the Region. */
export function instances(config: SourceConfig, { account, region }: DiscoveryTarget): PageSource {
  const client = new EC2Client(config);
  const arnOf = (resource: string): string => `arn:${awsPartition(region)}:ec2:${region}:${account}:${resource}`;
  return {
    call: "ec2:DescribeInstances",
    readPage: async (NextToken) => {
      const Filters = [{ Name: "instance-state-name", Values: STATES }];
      const answer = await client.send(new DescribeInstancesCommand({ NextToken, MaxResults: PAGE, Filters }));
      const found = (answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
      const sightings = found.flatMap(({ InstanceId, VpcId, Tags = [] }) =>
        InstanceId === undefined
          ? []
          : [
              {
                arn: arnOf(`instance/${InstanceId}`),
                tags: toTags(Tags.map(({ Key, Value }) => [Key, Value])),
                vpc: VpcId === undefined ? undefined : arnOf(`vpc/${VpcId}`),
              },
            ],
      );
      return { sightings, next: answer.NextToken };
    },
  };
}
