// DescribeInstanceInformation: which nodes have an agent, and whether it answers.
import type { DescribeInstanceInformationResult } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation } from "../../operation.ts";
import { nodesOf } from "./nodes.ts";
import type { NodeRecord } from "./run-command-records.ts";
import { ssmPageOf } from "./ssm-page.ts";

const filter = z.object({ Key: z.string().min(1), Values: z.array(z.string()).min(1).max(100) });

/** Nodes by id, ping status, platform or tag; a node without an agent is not in the list. */
export const describeInstanceInformation = readOperation({
  input: z.object({
    Filters: z.array(filter).max(10).default([]),
    MaxResults: z.int().min(5).max(50).default(50),
    NextToken: z.string().optional(),
  }),
  resources: ({ Filters }) => Filters.filter(({ Key }) => Key === "InstanceIds").flatMap(({ Values }) => Values),
  run: ({ Filters, ...paging }, { world, region, nowMs }): DescribeInstanceInformationResult => {
    const kept = nodesOf(world, region, nowMs).filter((node) => Filters.every(({ Key, Values }) => Values.includes(valueOf(node, Key))));
    const { items, ...next } = ssmPageOf(kept, paging);
    return {
      InstanceInformationList: items.map((node) => ({
        InstanceId: node.instanceId,
        PingStatus: pingOf(node),
        LastPingDateTime: new Date(nowMs),
        AgentVersion: "3.3.0.0",
        PlatformType: node.platform,
        PlatformName: `${node.platform} (simulated)`,
        ResourceType: node.instanceId.startsWith("mi-") ? "ManagedInstance" : "EC2Instance",
      })),
      ...next,
    };
  },
  withStatus: (output, status) => ({
    ...output,
    InstanceInformationList: output.InstanceInformationList?.map((node) => ({ ...node, PingStatus: status })),
  }),
});

const pingOf = ({ online }: NodeRecord) => (online ? "Online" : "ConnectionLost");

const valueOf = (node: NodeRecord, key: string): string => {
  if (key.startsWith("tag:")) return node.tags[key.slice("tag:".length)] ?? "";
  switch (key) {
    case "InstanceIds":
      return node.instanceId;
    case "PingStatus":
      return pingOf(node);
    case "PlatformTypes":
      return node.platform;
    default:
      throw awsError("InvalidFilterKey", `The filter ${key} is not simulated.`);
  }
};
