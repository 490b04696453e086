// Looking at stacks: their word, their resources, their template and what went wrong.
import type {
  DescribeStackEventsOutput,
  DescribeStackResourcesOutput,
  DescribeStacksOutput,
  GetTemplateOutput,
  ResourceStatus,
  StackStatus,
} from "@aws-sdk/client-cloudformation";
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { toTagList } from "../../tag-list.ts";
import { contentOf, resourcesOf, resourceStatus, stackAt, stackKind, statusOf, type StackRecord } from "./records.ts";

const named = z.object({ StackName: z.string() });

export const describeStacks = readOperation({
  input: z.object({ StackName: z.string().optional() }),
  resources: ({ StackName }) => (StackName === undefined ? [] : [StackName]),
  run: ({ StackName }, { world, region, nowMs }): DescribeStacksOutput => {
    const all = (): readonly StackRecord[] => world.list(stackKind, region).filter((stack) => statusOf(stack, nowMs) !== "DELETE_COMPLETE");
    const found = StackName === undefined ? all() : [stackAt(world, region, StackName, nowMs)];
    return {
      Stacks: found.map((stack) => ({
        StackId: stack.id,
        StackName: stack.name,
        CreationTime: new Date(stack.createdMs),
        StackStatus: statusOf(stack, nowMs) as StackStatus,
        Tags: toTagList(contentOf(stack, nowMs).tags),
      })),
    };
  },
  withStatus: (output, status) => ({ Stacks: output.Stacks?.map((one) => ({ ...one, StackStatus: status })) }),
});

export const describeStackResources = readOperation({
  input: named,
  resources: ({ StackName }) => [StackName],
  run: ({ StackName }, { world, region, nowMs }): DescribeStackResourcesOutput => {
    const stack = stackAt(world, region, StackName, nowMs);
    const { template, ids } = contentOf(stack, nowMs);
    if (stack.change.kind === "REVIEW") return { StackResources: [] };
    return {
      StackResources: Object.entries(resourcesOf(template)).map(([LogicalResourceId, { Type }]) => ({
        StackName: stack.name,
        StackId: stack.id,
        LogicalResourceId,
        ...(ids[LogicalResourceId] === undefined ? {} : { PhysicalResourceId: ids[LogicalResourceId] }),
        ResourceType: Type,
        Timestamp: new Date(Math.min(nowMs, stack.change.endMs)),
        ResourceStatus: resourceStatus(stack, LogicalResourceId, nowMs) as ResourceStatus,
      })),
    };
  },
});

/** Only what failed, newest first: nothing else is asked for. */
export const describeStackEvents = readOperation({
  input: named,
  resources: ({ StackName }) => [StackName],
  run: ({ StackName }, { world, region, nowMs }): DescribeStackEventsOutput => {
    const stack = stackAt(world, region, StackName, nowMs);
    const { fails, startMs } = stack.change;
    if (fails === undefined) return { StackEvents: [] };
    return {
      StackEvents: [
        {
          StackId: stack.id,
          EventId: `${fails.resource}-failed`,
          StackName: stack.name,
          LogicalResourceId: fails.resource,
          ResourceType: resourcesOf(stack.template)[fails.resource]?.Type ?? "AWS::CloudFormation::Stack",
          Timestamp: new Date(startMs),
          ResourceStatus: `${stack.change.kind}_FAILED` as ResourceStatus,
          ResourceStatusReason: fails.reason,
        },
      ],
    };
  },
});

export const getTemplate = readOperation({
  input: named,
  resources: ({ StackName }) => [StackName],
  run: ({ StackName }, { world, region, nowMs }): GetTemplateOutput => ({
    TemplateBody: contentOf(stackAt(world, region, StackName, nowMs), nowMs).template,
    StagesAvailable: ["Original", "Processed"],
  }),
});
